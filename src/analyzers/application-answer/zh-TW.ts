import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { applicationAnswer } from './index.ts';

export const zhTW: Texts = translate(applicationAnswer.messages, {
  answersItself: '{failures} 個失敗中有 {count} 個是 {server} 自己的回應：其代理的紀錄列沒有旗標。',
  answersThrough: '{failures} 個失敗中有 {count} 個是 {server} 自己的回應：{proxy} 詢問了它的 Pod（該 Pod 沒有代理）並轉交回應。',
  bodyIsItsOwn: '{failures} 個失敗中有 {count} 個是 {server} 的回應；呼叫端引述的本文不是任何代理會寫的：{body}。',
  bodyNamesReason: '{failures} 個失敗中有 {count} 個是 {server} 的回應，其本文指出了原因：{body}。',
  logsItsRefusal: '{failures} 個失敗中有 {count} 個是 {server} 在自己的記錄中寫明由它拒絕的回應：{error}。',
  bodyIsEnvoys: '呼叫端引述的 {target} 回應，其本文是 Envoy 所寫：{body}。',
  writtenByProxies: '往 {target} 的 {failures} 個失敗全部由代理所寫（旗標 {flags}）；{server} 沒有回應其中任何一個。',
});
