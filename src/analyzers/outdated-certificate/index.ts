import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { certificateExpired } from '../../causes/certificate-expired.ts';
import { proxyLeaf } from '../../facts/proxy-leaf.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { instant } from '../../model/time.ts';

/** Observes proxies whose own certificate is past its end when the evidence was taken, whether anybody failed on it or not. */
export const outdatedCertificate: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'outdated-certificate',
    title: 'Certificate past its end',
    description:
      'Looks for proxies that hold a certificate whose end has passed. Connections that exist go on with it, new ones fail: a risk where no failure shows it, and never an answer by itself.',
    references: [
      {
        title: 'istio/istio security/pkg/nodeagent/cache/secretcache.go',
        url: 'https://github.com/istio/istio/blob/master/security/pkg/nodeagent/cache/secretcache.go',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { proxyLeaf, snapshotTime },
  messages: {
    pastItsEnd: {
      severity: 'warning',
      text: 'The certificate of {pod} ended at {end}; connections that are opened to it or by it after that fail.',
      bearsOn: [{ cause: certificateExpired, as: 'hints' }],
      risk: true,
    },
  },
  *analyze({ proxyLeaf, snapshotTime: { takenAt } }, report) {
    for (const [pod, { leaf }] of proxyLeaf) {
      if (leaf?.notAfter === undefined || leaf.notAfter > takenAt) continue;
      const [namespace, name = pod] = pod.includes('/') ? pod.split('/') : [undefined, pod];
      yield report('pastItsEnd', {
        subject: { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name },
        data: { pod: name, end: instant(leaf.notAfter) },
        evidence: [{ kind: 'field', at: leaf.at, value: { expiration_time: instant(leaf.notAfter) } }],
      });
    }
  },
});
