import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { oversizedHeaders } from './index.ts';

export const zhTW: Texts = translate(oversizedHeaders.messages, {
  refused: '{proxy} 因標頭的大小或數量，拒絕了 {failed} 個往 {target} 的請求（{details}）。',
  refusedBySetLimit: '{proxy} 因標頭的大小或數量，拒絕了 {failed} 個往 {target} 的請求（{details}）；EnvoyFilter {filter} 設定了 {limit}。',
  codecSaysLimit: '{pod} 的編解碼器以「{error}」終止了 {failed} 個往 {target} 的往來。',
  serverSaysLimit: '{failed} 個往 {target} 的請求失敗時，{pod} 的應用程式記錄了「{said}」。',
  codecSaysOther: '往 {target} 的 {failed} 個協定失敗，編解碼器指出的都是其他錯誤：{error}。',
});
