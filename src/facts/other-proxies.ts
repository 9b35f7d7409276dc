import { proxyLogs } from '../artifacts/proxy-logs/index.ts';
import type { ProxyLog } from '../artifacts/proxy-logs/types.ts';
import { defineFact, type Fact } from '../model/source.ts';

/** Logs of proxies that are not Envoy; none where none were collected, since few meshes have such a proxy and nobody misses its log. */
export const otherProxies: Fact<readonly ProxyLog[]> = defineFact({
  id: 'other-proxies',
  needs: {},
  wants: { proxyLogs },
  derive: ({ proxyLogs }) => proxyLogs ?? [],
});
