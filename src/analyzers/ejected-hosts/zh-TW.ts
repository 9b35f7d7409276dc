import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { ejectedHosts } from './index.ts';

export const zhTW: Texts = translate(ejectedHosts.messages, {
  ejectedNow: '代理 {pod} 將 {cluster} 的 {hosts} 個主機列為已逐出（failed_outlier_check），有 {failures} 個請求找不到健康的主機。',
  ejectionsCounted: '代理 {pod} 對 {cluster} 計得 {value} 次逐出，有 {failures} 個請求找不到健康的主機。',
  errorsBeforeNoHost: 'DestinationRule {rule} 在 {limit} 次錯誤後逐出主機；{failures} 個請求找不到健康主機之前有 {errors} 次錯誤，而 Pod {ready} 一直就緒。',
  ejectionConfigured: 'DestinationRule {rule} 會逐出 {target} 的主機，有 {failures} 個送往它的請求找不到健康的主機。',
  noOutlierDetection: '找不到主機的 {pod}，其叢集 {cluster} 沒有設定異常偵測。',
  noRuleEjects: '沒有任何 {target} 的 DestinationRule 設定 outlierDetection。',
  hostsWereThere: '{target} 的 {failures} 次失敗中，沒有一次是因為找不到主機（沒有 UH）。',
});
