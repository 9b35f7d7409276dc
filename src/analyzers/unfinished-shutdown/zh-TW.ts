import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { unfinishedShutdown } from './index.ts';

export const zhTW: Texts = translate(unfinishedShutdown.messages, {
  requestsDieUnanswered: '{pod} 在等待 {after} 後，於 {time} 放棄正常關閉並結束；{failures} 個失敗請求中有 {count} 個在那一刻結束，沒有得到回應。',
  requestsWaitForStorage:
    '{pod} 沒有可用的 vmstorage 節點，無法完成寫入，在等待 {after} 後，於 {time} 放棄正常關閉並結束；{failures} 個失敗請求中有 {count} 個在那一刻結束。',
  graceTooShort:
    '{workload} 最多可能需要 {needed} 才能停止（preStop {preStop}、-http.shutdownDelay {delay}、-http.maxGracefulShutdownDuration {graceful}），而 kubelet 在 {grace} 後就會將它終止。',
});
