import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { idleTimeoutOrder } from './index.ts';

export const zhTW: Texts = translate(idleTimeoutOrder.messages, {
  serverClosesFirst: '{hop} 的接收端在連線閒置 {server} 後關閉它，而傳送端保留 {client}；{resets} 個被重設的請求中有 {fitting} 個與此相符。',
  serverMayCloseFirst: '{hop} 的接收端在連線閒置 {server} 後關閉它，而傳送端保留 {client}；被重設的請求（{resets} 個）太少而無法證明，或之前的閒置時間不明。',
  clientClosesFirst: '{hop} 的傳送端在閒置 {client} 後放棄連線，早於接收端的 {server}。',
  serverNeverCloses: '就其軟體所知，{hop} 後方的應用程式從不關閉閒置連線。',
});
