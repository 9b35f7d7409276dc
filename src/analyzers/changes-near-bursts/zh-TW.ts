import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { changesNearBursts } from './index.ts';

export const zhTW: Texts = translate(changesNearBursts.messages, {
  configurationBeforeEach: '{target} 的 {bursts} 次爆發性失敗，每一次都在設定變更（{changes}）後 {apart} 內開始。',
  podsBeforeEach: '{target} 的 {bursts} 次爆發性失敗，每一次都在其 Pod 變動（{changes}）後 {apart} 內開始。',
  noConfigurationNear: '{target} 有 {bursts} 個失敗時刻，附近都沒有設定變更，而 istiod 的記錄涵蓋這些時刻。',
  noPodsNear: '{target} 有 {bursts} 個失敗時刻，附近都沒有其 Pod 的變動，而 Pod 的狀態涵蓋這些時刻。',
});
