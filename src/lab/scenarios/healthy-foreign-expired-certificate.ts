import { client, server } from './objects/lab-apps.ts';
import { cutFromIstiod, shortCertificates } from './objects/short-certificates.ts';
import type { Scenario } from './scenario.ts';

/** A workload that nobody asks, and that asks nobody, has an expired certificate; the path between the others is well. */
export const healthyForeignExpiredCertificate: Scenario = {
  id: 'healthy-foreign-expired-certificate',
  title: { en: 'healthy: the certificate of a workload beside the path expired', 'zh-TW': '健康：路徑以外的工作負載憑證過期' },
  breaks: {
    en: 'nothing that a request meets: reports cannot reach istiod and its certificate of 30 s expires; frontend → catalog is well',
    'zh-TW': '請求都未受影響：reports 連不到 istiod，30 秒效期的憑證過期；frontend → catalog 正常',
  },
  truth: { cause: 'healthy', mustNot: ['certificate-expired', 'ca-trust-mismatch', 'certificate-unavailable', 'clock-skew', 'mtls-mode-mismatch'] },
  observe: [
    { workload: 'frontend', shows: '200', atLeast: 20 },
    { workload: 'frontend', shows: '503', atLeast: 0, atMost: 0 },
  ],
  seconds: 60,
  run: async (stage) => {
    await stage.apply(...server('reports', [], { annotations: shortCertificates(30) }), ...server('catalog', ['--keep-alive-timeout', '75s']));
    await stage.ready(['reports', 'catalog']);
    for (const pod of stage.pods('reports')) await cutFromIstiod(stage, pod);
    await stage.apply(...client('frontend', `http://catalog.${stage.namespace}.svc:8080/items`));
    await stage.ready(['frontend']);
    // A certificate made in the last moment before the cut is past its end by then.
    await stage.wait(33);
  },
};
