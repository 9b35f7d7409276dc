import { proxyCertificates } from '../artifacts/envoy/index.ts';
import type { Certificate } from '../artifacts/envoy/types.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { proxyKey } from './proxy-views.ts';

/** What a proxy shows and trusts: its newest own certificate, and the serial numbers of its roots. */
export interface ProxyIdentityPapers {
  readonly leaf?: Certificate;
  readonly roots: readonly Certificate[];
}

/** Certificates by pod (`namespace/name`). A proxy that was read twice counts with its newest certificate, the one in use. */
export const proxyLeaf: Fact<ReadonlyMap<string, ProxyIdentityPapers>> = defineFact({
  id: 'proxy-leaf',
  needs: { proxyCertificates },
  derive: ({ proxyCertificates }) =>
    new Map(
      proxyCertificates.flatMap(({ proxy, certificates }) => {
        if (proxy.pod === undefined) return [];
        const mesh = certificates.filter((certificate) => certificate.role === 'leaf' && certificate.sans.some((san) => san.startsWith('spiffe://')));
        const leaves = mesh.length > 0 ? mesh : certificates.filter((certificate) => certificate.role === 'leaf');
        const leaf = leaves.toSorted((a, b) => (b.notAfter ?? 0) - (a.notAfter ?? 0))[0];
        return [
          [
            proxyKey(proxy.namespace, proxy.pod),
            { ...(leaf === undefined ? {} : { leaf }), roots: certificates.filter((certificate) => certificate.role === 'ca') },
          ] as const,
        ];
      }),
    ),
});
