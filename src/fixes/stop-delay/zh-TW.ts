import { translateFix } from '../../model/fix.ts';
import type { Texts } from '../../model/text.ts';
import { stopDelay } from './index.ts';

export const zhTW: Texts = translateFix(stopDelay.texts, {
  sleepFirst: '讓 {workload} 收到停止通知後再服務 {seconds} 秒，讓呼叫端有時間得知它即將離開。',
  served: '這段時間內抵達的請求仍會得到服務；只有比這更晚得知的呼叫端才會失敗。',
  needsSleep: '{container} 的映像檔必須有 sleep 指令：kubelet 自己的 sleep 動作需要 Kubernetes 1.30，而這裡的版本是 {version}。',
  longRequests: '結束時耗時超過 {rest} 秒的請求仍會被切斷；請依其長度調高寬限時間。',
  oneMoreRollOut: '套用時會再汰換一次 Pod，而這一次還沒有延遲。',
});
