import type { Language } from './language.ts';

const en = {
  description: 'print manifests that help to use why503 or to prevent failures',
  rbac: 'the least rights that collect and live diagnose need: a ClusterRole that only reads, without Secrets',
  name: 'name of the ClusterRole',
  account: 'bind it to this service account, which is printed as well',
  output: 'form of the manifests',
  fix: 'with the right to change what fix changes (its dry run on the server needs it too)',
  fixHeading: 'What why503 fix with a live cluster needs: reading, and changing the kinds that fixes change; no Secrets.',
  badName: '{text} is no name that Kubernetes takes.',
  badNameNext: 'Small letters, digits, hyphens and dots make a name; a service account is NAMESPACE/NAME, for example monitoring/why503.',
  heading: 'What why503 collect and a live why503 diagnose need: reading only, no Secrets.',
  portForward: 'pods/portforward reaches any port of a pod; without that rule proxies and metrics are left out and said to be so.',
} as const;

const zhTW: { readonly [K in keyof typeof en]: string } = {
  description: '輸出有助於使用 why503 或預防失敗的資源清單',
  rbac: 'collect 與即時 diagnose 所需的最小權限：只讀取、不含 Secret 的 ClusterRole',
  name: 'ClusterRole 的名稱',
  account: '綁定到這個服務帳號，並一併輸出',
  output: '資源清單的形式',
  fix: '包含變更 fix 所變更物件的權限（在伺服器上試跑也需要）',
  fixHeading: '對使用中的叢集執行 why503 fix 所需：讀取，以及變更修補所涉及的物件；不含 Secret。',
  badName: '{text} 不是 Kubernetes 接受的名稱。',
  badNameNext: '名稱由小寫字母、數字、連字號與句點組成；服務帳號為 NAMESPACE/NAME，例如 monitoring/why503。',
  heading: 'why503 collect 與即時 why503 diagnose 所需：只讀取，不含 Secret。',
  portForward: 'pods/portforward 可連到 Pod 的任何連接埠；沒有這條規則時，會略過代理與指標並明確說明。',
};

/** Words of `why503 generate`. */
export const generateTexts: { readonly [L in Language]: { readonly [K in keyof typeof en]: string } } = { en, 'zh-TW': zhTW };
