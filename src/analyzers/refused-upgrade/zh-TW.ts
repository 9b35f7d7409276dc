import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { refusedUpgrade } from './index.ts';

export const zhTW: Texts = translate(refusedUpgrade.messages, {
  refuses: '{proxy} 拒絕轉送 {failed} 個往 {target} 的協定升級（{details}）。',
  refusesByFilter: '{proxy} 拒絕轉送 {failed} 個往 {target} 的協定升級（{details}）；EnvoyFilter {filter} 設定了 {field}。',
  noneSwitchesSince:
    '經由 {cluster} 的 {before} 個協定升級，最後一個成功於 {time}；此後沒有任何一個成功，{failed} 個請求失敗，而 {source} 使該路徑成為 HTTP/2。',
  cutAfterSwitch: '{failed} 個往 {target} 且已切換協定的連線，在 {after} 後遭時間限制切斷。',
  upgradesPass: '其他請求失敗時，經由 {cluster} 的 {ok} 個協定升級成功切換。',
});
