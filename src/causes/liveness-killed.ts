import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** The kubelet restarted a container that was alive but did not answer its liveness probe in time. */
export const livenessKilled: Cause = defineCause({
  id: 'liveness-killed',
  title: 'The kubelet kills a container whose liveness probe fails',
  explanation:
    'The liveness probe failed failureThreshold times in a row, so the kubelet stopped the container: SIGTERM (exit 143) and, after the grace period, SIGKILL (exit 137) although no memory limit was hit. The process closes its connections or loses them: a burst of 503 UC at the proxy in front, then UF until it listens again. The probe usually fails because the process is busy, starved of CPU or waits for a dependency, so the restart adds load to the others.',
  closedBy: 'server',
  priorDb: 0,
  references: [
    {
      title: 'Kubernetes: liveness, readiness and startup probes',
      url: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
      version: 'kubernetes/website 37946db4',
    },
    { title: 'Kubernetes: pod lifecycle', url: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/', version: 'kubernetes/website 00aacfad' },
    {
      title: 'Envoy access log: response flags',
      url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
      version: 'Envoy 1.36.4 to 1.40.0',
    },
  ],
  remedies: [
    {
      id: 'relax-liveness',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'Make the liveness probe of container {container} say only that the process is stuck: raise timeoutSeconds and failureThreshold so that it outlasts the longest pause, and let it not depend on other services.\nA slow start belongs in a startupProbe, a temporary inability to serve in the readinessProbe.',
      verifyWith: ['kubectl -n {namespace} get events --field-selector reason=Unhealthy', 'kubectl -n {namespace} get pods -o wide'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
    {
      id: 'give-cpu',
      purpose: 'repair',
      risk: 'pod-restart',
      text: 'If the probe fails under load, raise the CPU limit of {container} or add replicas, so that the probe is answered in time.',
      verifyWith: ['kubectl -n {namespace} top pod --containers', 'kubectl -n {namespace} get events --field-selector reason=Unhealthy'],
      undoWith: ['kubectl -n {namespace} rollout undo deployment/{server}'],
    },
  ],
  guide: {
    onTheWire:
      "SIGTERM from the kubelet, after the grace period SIGKILL: open connections get FIN or RST (UC), then SYNs RST (UF) until the container listens again. Before that the probe's requests time out or fail.",
    confusedWith: [
      { cause: 'oom-killed', tellApart: 'Exit 137 may be both; only there the reason is OOMKilled.' },
      { cause: 'app-crashed', tellApart: 'There no Killing event stands before the end.' },
      { cause: 'shutdown-race', tellApart: 'There the pod is deleted; here the pod stays and its container is restarted.' },
    ],
    seeWith: [
      {
        command: 'kubectl -n {namespace} get events --field-selector involvedObject.name={pod} --sort-by=.lastTimestamp',
        shows: 'Unhealthy "Liveness probe failed", then Killing, in the minute of the burst.',
      },
    ],
    provenBy: "The kubelet's Killing event for a failed liveness probe and the container's end, in the seconds of the failures.",
  },
});

export const zhTW: CauseTranslation = {
  title: 'kubelet 終止了存活探測失敗的容器',
  explanation:
    '存活探測連續失敗達 failureThreshold 次，kubelet 因而停止容器：先送 SIGTERM（結束代碼 143），寬限期過後送 SIGKILL（結束代碼 137），即使並未超過記憶體上限。行程關閉或失去它的連線：前方的代理出現一陣 503 UC，接著是 UF，直到它重新監聽。探測失敗通常是因為行程忙碌、CPU 不足或在等待相依服務，因此重新啟動只會讓其他副本的負載更重。',
  remedies: {
    'relax-liveness':
      '讓容器 {container} 的存活探測只表示行程卡死：調高 timeoutSeconds 與 failureThreshold，使其撐過最長的停頓，且不要依賴其他服務。\n啟動緩慢應使用 startupProbe，暫時無法服務應使用 readinessProbe。',
    'give-cpu': '若探測在負載高時失敗，請調高 {container} 的 CPU 上限或增加副本，讓探測能及時獲得回應。',
  },
  guide: {
    onTheWire: 'kubelet 送 SIGTERM，寬限期後 SIGKILL：開啟的連線得到 FIN 或 RST（UC），之後 SYN 得到 RST（UF），直到容器再次監聽。在此之前探測請求逾時或失敗。',
    confusedWith: {
      'oom-killed': '兩者都可能是 137；只有該原因的理由是 OOMKilled。',
      'app-crashed': '該原因在結束之前沒有 Killing 事件。',
      'shutdown-race': '該原因的 Pod 被刪除；這裡 Pod 保留，只重啟容器。',
    },
    seeWith: ['那一波失敗的那一分鐘內，先有 Unhealthy「Liveness probe failed」，接著 Killing。'],
    provenBy: '失敗那幾秒內，kubelet 因存活探測失敗而發出的 Killing 事件，以及容器的結束。',
  },
};
