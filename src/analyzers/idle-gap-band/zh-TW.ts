import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { idleGapBand } from './index.ts';

export const zhTW: Texts = translate(idleGapBand.messages, {
  gapsAtServerLimit:
    '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，正好落在接收端的閒置上限 {limit}，而傳送端會保留該連線 {pool}。',
  gapNearDefault:
    '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，接近接收端軟體預設的閒置上限 {limit}；一次可能只是巧合。',
  someGapsAtServerLimit: '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，正好落在接收端的閒置上限 {limit}。',
  gapsInOneBand: '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，而閒置較短的 {below} 個請求都正常。',
  gapsBeforeProxyCloses:
    '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個一直等到前一個回應後 {close} 才被重設：閒置逾時為 {idle} 的 Envoy 在那時關閉連線，而關閉前的一秒內不回應任何請求。',
  lostBeyond: '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，閒置更久的請求也一樣被重設：中間的設備忘了這些連線。',
  steadyGap:
    '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個發生在連線閒置 {low} 到 {high} 之後，其他請求之前的閒置時間也是如此，單憑記錄無法分辨是上限還是呼叫端的週期。',
  gapsAwayFromLimit: '{hop} 上 {timed} 個已知閒置時間（{low} 到 {high}）的被重設請求，沒有一個落在接收端的閒置上限 {limit}。',
  gapsAwayFromDefault: '{hop} 上 {timed} 個已知閒置時間（{low} 到 {high}）的被重設請求，沒有一個落在接收端軟體預設的閒置上限 {limit}。',
  resetsInBursts: '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個集中在 {moments} 個時刻成批發生，與連線閒置多久無關。',
  resetsUnderLoad: '{hop} 上 {resets} 個被重設的請求中，有 {fitting} 個在同時有 {load} 個以上的請求進行時開始，與連線閒置多久無關。',
  gapsSpread: '{hop} 上 {timed} 個被重設的請求，之前的閒置時間從 {low} 到 {high} 不等，並非落在同一個上限。',
  allOnFirstUse: '{hop} 上 {resets} 個被重設的請求都是各自連線上的第一個請求，連線之前並未閒置。',
  mostOnFirstUse: '{hop} 上 {resets} 個被重設的請求中，有 {first} 個是各自連線上的第一個請求。',
  survivorsBeyond: '{hop} 上有 {beyond} 個請求在閒置得比被重設者（{high}）更久的連線上仍然正常。',
  gapsTooShort: '{hop} 上 {timed} 個已知閒置時間的被重設請求，之前最多只閒置 {high}，早於伺服器因閒置而關閉的時間。',
  lostAfterQuiet: '{hop} 上有 {lost} 個請求遺失，全都發生在連線閒置 {low} 到 {high} 之後；閒置超過 {low} 的沒有一個成功，而閒置較短的 {served} 個都正常。',
  noResets: '{total} 個失敗的請求中，沒有一個是在已開啟的連線上被重設。',
  requestsTooLong: '{hop} 上 {resets} 個被重設的請求中，有 {slow} 個已進行太久（中位數 {median}），不像是送出當下連線就被關閉。',
});
