import { translate } from '../../model/analyzer.ts';
import type { Texts } from '../../model/text.ts';
import { displacedSidecar } from './index.ts';

export const zhTW: Texts = translate(displacedSidecar.messages, {
  malformedHost: 'Sidecar {sidecar} 的 egress hosts {hosts} 不是兩部分俱全的 NAMESPACE/NAME：istiod 會拒絕整個 Sidecar，包括其中所有設定。',
  scopeReset: 'Sidecar {sidecar} 將 egress 限制為 {hosts}，但對 {workload} 生效的是 Sidecar {winner}；它沒有 egress，因此可以連到所有服務。',
  poolDisplaced: 'Sidecar {sidecar} 設定 inboundConnectionPool，但對 {workload} 生效的是 Sidecar {winner}，這一份完全不採用。',
  youngerOfTwo: 'Sidecar {sidecar} 原可對 {workload} 生效，但 {winner} 也選取同樣的 Pod 且較舊：只有一份生效，另一份完全不採用。',
  oneOfTwo: 'Sidecar {sidecar} 與 {winner} 選取同樣的 Pod（{workload}）：較舊的一份生效，而證據看不出哪一份較舊。',
});
