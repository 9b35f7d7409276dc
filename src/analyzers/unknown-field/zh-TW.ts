import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unknownField } from './index.ts';

export const zhTW: Texts = translate(unknownField.messages, {
  inNoVersion: '{kind} {object} 有 Istio {from} 到 {to} 都不認得的欄位：{fields}。它們會被拒絕，或不聲不響地被丟棄。',
  droppedWhenApplied: '{kind} {object} 套用時帶有 Istio {from} 到 {to} 都不認得的欄位：{fields}。叢集中的物件沒有這些欄位。',
  inLaterVersions: '{kind} {object} 有比執行中的 Istio {version} 更新的版本才有的欄位：{fields}。',
  notInNewestKnown: '{kind} {object} 有 Istio {to}（此處已知定義的最新版本）不認得的欄位：{fields}。正在執行的是 Istio {version}，此處不知道它的定義。',
  maybeInLaterVersions: '{kind} {object} 有只有較新版本的 Istio 才認得的欄位：{fields}。證據無法確定正在執行的版本。',
});
