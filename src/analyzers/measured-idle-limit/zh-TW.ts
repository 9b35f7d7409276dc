import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { measuredIdleLimit } from './index.ts';

export const zhTW: Texts = translate(measuredIdleLimit.messages, {
  closesIdle: '探測看到 {server} 在閒置 {min} 到 {max} 之後關閉了 {count} 條連線。',
  keepsLonger: '探測看到 {server} 讓閒置連線保持了 {kept}，比 {hop} 上 {timed} 個已知閒置時間的被重設請求之前的 {high} 更久。',
});
