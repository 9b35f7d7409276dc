import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { generatedObject } from './index.ts';

export const zhTW: Texts = translate(generatedObject.messages, {
  writtenByOperator: '{target} 由 VictoriaMetrics operator 依 {kind} {name} 產生；直接修改其 Deployment、StatefulSet 或 Service 會被還原：旗標應寫在 {field}。',
  writtenByChart: '{target} 由 Helm release {name}（chart {kind}）產生，下次升級會還原其他修改：旗標應寫在 values 的 {field}。',
  balancerInBetween: 'Service {service} 選取的是 VMCluster {name} 的負載平衡器（vmauth）：在其後方回應的是另一個工作負載，503 可能由那裡轉交而來。',
});
