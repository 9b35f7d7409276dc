import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { connectionAgeLimit } from './index.ts';

export const zhTW: Texts = translate(connectionAgeLimit.messages, {
  sameAge: '{hop} 上有 {resets} 個請求在連線存活 {low} 到 {high} 時被重設，與之前閒置多久無關。',
  sameCount: '{hop} 上有 {resets} 個請求都在各自連線的第 {count} 個請求時被重設，與之前閒置多久無關。',
  agesDiffer: '{hop} 上 {resets} 個被重設的請求，其連線存活 {low} 到 {high}，請求數 {fewest} 到 {most}，各不相同。',
  brandNew: '{hop} 上 {resets} 個被重設的請求都是各自連線上的第一個請求。',
});
