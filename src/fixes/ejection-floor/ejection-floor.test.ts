import test from 'node:test';
import { accessLog, manifestOf, testFix } from '../../testing/index.ts';
import { ejectionFloor } from './index.ts';

const lost = accessLog('shop/web-0', [
  '[2026-11-22T17:22:05.691Z] "GET /cart HTTP/1.1" 503 UH no_healthy_upstream - "-" 0 19 0 - "-" "curl/8" "6f28162c-78dd-4dca-a89a-278805691aaa" "cart.shop.svc.cluster.local:8080" "-" outbound|8080||cart.shop.svc.cluster.local - 10.96.31.10:8080 10.244.2.25:51050 - default',
]);
const rule = (policy: string) =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, trafficPolicy: ${policy} }
`);
const named = { target: 'cart.shop' };

testFix(test, ejectionFloor, [
  {
    name: 'before none is left all are used again',
    given: [lost, rule('{ outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 100 } }')],
    named,
    expect: [
      {
        title: 'floor',
        limits: ['errorsStay'],
        objects: [
          {
            apiVersion: 'networking.istio.io/v1',
            kind: 'DestinationRule',
            metadata: { name: 'cart', namespace: 'shop' },
            spec: { trafficPolicy: { outlierDetection: { minHealthPercent: 50 } } },
          },
        ],
      },
    ],
  },
  { name: 'a floor that is there is not raised', given: [lost, rule('{ outlierDetection: { minHealthPercent: 50 } }')], named, expect: [] },
  { name: 'a rule that ejects nobody is not the reason', given: [lost, rule('{ loadBalancer: { simple: RANDOM } }')], named, expect: [] },
]);
