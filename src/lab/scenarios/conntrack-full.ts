import { UserError } from '../../sources/user-error.ts';
import { destinationRule } from './objects/istio.ts';
import { client, server } from './objects/lab-apps.ts';
import type { Scenario } from './scenario.ts';

/** awk: one connection per line as `conntrack --load-file` reads it; networks for benchmarks (RFC 2544), which nobody has. */
const connections =
  'BEGIN { for (i = 0; i < n; i++) printf "-A -p tcp -s 198.18.%d.%d -d 198.19.0.1 --sport %d --dport 443 --state ESTABLISHED --timeout 900 --status ASSURED,SEEN_REPLY\\n", int(i / 250) % 250, i % 250 + 1, 20000 + int(i / 62500) }';

/** More entries than this take too long to write. */
const mostEntries = 400_000;

/**
 * A connection table that is full, so that the kernel drops every first packet of a connection. The entries come from a tool instead of 262144 real
 * connections; the table, its limit, the drops and the kernel's message are real. The pod's own table is taken: the limit is the machine's for each.
 */
export const conntrackFull: Scenario = {
  id: 'conntrack-full',
  title: { en: 'the connection table of a pod is full', 'zh-TW': 'Pod 的連線追蹤表已滿' },
  breaks: {
    en: 'the connection table of frontend’s pod is filled up to nf_conntrack_max with long-lived entries; its proxy opens a connection for each request to catalog (maxRequestsPerConnection 1, connectTimeout 1s)',
    'zh-TW':
      '將 frontend 之 Pod 的連線追蹤表以長效項目填滿至 nf_conntrack_max；其 proxy 對 catalog 的每個請求都開新連線（maxRequestsPerConnection 1、connectTimeout 1 秒）',
  },
  truth: {
    cause: 'conntrack-exhausted',
    hop: 'frontend-sidecar->catalog-sidecar',
    closedBy: 'network',
    mustNot: ['network-policy-blocked', 'target-port-mismatch', 'stale-endpoints', 'middlebox-idle-drop', 'oom-killed'],
  },
  live: {
    cause: 'undecided',
    why: 'the table’s counters, its limit and the kernel’s message are the host’s; the API server shows connections that time out, which a lost packet, a firewall and a full table all do',
  },
  observe: [{ workload: 'frontend', shows: 'UF', atLeast: 4 }],
  needs: ['root'],
  seconds: 60,
  run: async (stage) => {
    const host = `catalog.${stage.namespace}.svc.cluster.local`;
    const connectionPool = { tcp: { connectTimeout: '1s' }, http: { maxRequestsPerConnection: 1 } };
    await stage.apply(...server('catalog'), destinationRule('catalog', { host, trafficPolicy: { connectionPool } }));
    await stage.ready(['catalog']);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`));
    await stage.ready(['frontend']);
    await stage.until('answered requests', () => stage.rows('frontend', '200') >= 5);
    for (const pod of stage.pods('frontend')) {
      const limit = Number(await stage.inPod(pod, ['sysctl', '-n', 'net.netfilter.nf_conntrack_max']));
      // 0 means that there is no limit (Linux, net/netfilter/nf_conntrack_core.c).
      if (!(limit > 0 && limit <= mostEntries))
        throw new UserError(
          'lab-scenario',
          `the connection table of this machine has room for ${limit === 0 ? 'any number of' : limit} entries; the scenario fills at most ${mostEntries}`,
          'set it for the time of the run: sysctl -w net.netfilter.nf_conntrack_max=262144',
        );
      // Fails for the last lines, when the table is full: that is the aim.
      await stage.inPod(pod, ['sh', '-c', `awk -v n=${limit} '${connections}' | conntrack --load-file - >/dev/null 2>&1 || true`]);
    }
    await stage.until('connections that get no entry', () => stage.rows('frontend', 'UF') >= 8);
    // The rush passes before anybody looks: in a pod whose table is full, the collector’s own connections get no answer either.
    for (const pod of stage.pods('frontend')) await stage.inPod(pod, ['sh', '-c', 'conntrack --delete --orig-dst 198.19.0.1 >/dev/null 2>&1 || true']);
  },
};
