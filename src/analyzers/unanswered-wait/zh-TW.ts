import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unansweredWait } from './index.ts';

export const zhTW: Texts = translate(unansweredWait.messages, {
  unseenAfterQuiet:
    '{hop} 上 {waits} 個無人回應的請求中，有 {lost} 個是在連線閒置 {low} 到 {high} 之後送出的，而伺服器端 proxy 的記錄涵蓋該時段，卻沒有這些請求。',
  fewAfterQuiet:
    '{hop} 上 {waits} 個無人回應的請求中，有 {lost} 個是在連線閒置 {low} 到 {high} 之後送出的；閒置更久之後沒有任何請求成功，閒置較短之後則有 {served} 個成功。',
  unseen: '{hop} 上 {waits} 個無人回應的請求中，有 {lost} 個在涵蓋該時段的伺服器端 proxy 記錄中沒有紀錄：請求或其回應在途中遺失。',
  cutAtServer: '{hop} 上 {waits} 個無人回應的請求中，有 {cut} 個在呼叫端離開時已在伺服器上：途中沒有遺失任何東西。',
  callerLimit: '{hop} 上有 {waits} 個請求在 {low} 到 {high} 後由呼叫端放棄，當時伺服器仍在處理。',
  callersGiveUp: '{hop} 上有 {waits} 個請求在 {low} 到 {high} 後因沒有回應而由呼叫端放棄，遠比一般回應所需時間長；無法得知伺服器是否收到。',
});
