import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { uncoveringRetry } from './index.ts';

export const zhTW: Texts = translate(uncoveringRetry.messages, {
  wordsMissAnswer:
    'VirtualService {rule} 對 {service} 在 {words} 時重試；呼叫端的 sidecar 收到的是 {failures} 個完整的 503 回應，並非自己的連線被重置，這些條件都不涵蓋。',
  wordsMissReset: 'VirtualService {rule} 對 {service} 在 {words} 時重試；{failures} 個請求是在已交給連線之後被重置，這些條件都不涵蓋。',
  defaultsMiss: 'VirtualService {rule} 要求重試 {service} 但沒有 retryOn；Istio 補上的條件（{words}）不涵蓋這 {failures} 次失敗中的任何一次。',
  defaultsMayMiss:
    'VirtualService {rule} 要求重試 {service} 但沒有 retryOn；Istio {since} 之前會補上 503，{since} 起補上的條件都不涵蓋這 {failures} 次失敗，而證據無法確定正在執行的版本。',
  gatewaysOnly: 'VirtualService {rule} 只為閘道 {gateways} 設定 {service} 的重試；這 {failures} 個失敗的請求是從 sidecar 到 sidecar，不會用到它。',
});
