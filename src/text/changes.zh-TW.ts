import type { Translation } from '../model/text.ts';
import type { changeTexts } from './changes.ts';

export const changeTextsZhTW: Translation<typeof changeTexts> = {
  podStopped: '{subject} 被要求停止',
  podReplaced: '{subject} 最後一次有紀錄，之後由另一個 Pod 取代',
  outOfMemory: '{subject} 因記憶體不足遭到終止',
  crashed: '{subject} 因錯誤而結束（{detail}）',
  probeKilled: '{subject} 因探測失敗而被停止',
  evicted: '{subject} 遭到驅逐，或失去其節點',
  ended: '{subject} 結束，原因不明',
  podCreated: '{subject} 已建立',
  podReady: '{subject} 已就緒',
  scaled: '{subject}：{detail}',
  rolledOut: '{subject} 已建立，是 {detail} 的新版本',
  restartAsked: '有人要求 {subject} 重啟其 Pod',
  objectWritten: '{subject} 被寫入（{detail}）',
  configTaken: 'istiod 採用了 {subject} 的變更',
  pushed: 'istiod 將監聽器、路由或叢集推送給代理（{detail}）',
  certificateBegins: '{subject} 換上新憑證（{detail}）',
  certificateEnds: '{subject} 的憑證到期（{detail}）',
  nodeEvent: '{subject}：{detail}',
  processStarted: '{subject} 的程序啟動',
};
