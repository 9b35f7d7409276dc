import { both, type Bilingual, inLanguage, type Language } from '../knowledge/bilingual.ts';
import { hiddenTransport, resetBody, retriedBody, transportPart } from '../knowledge/envoy/bodies.ts';
import { details } from '../knowledge/envoy/details.ts';
import type { Meaning } from '../knowledge/envoy/meaning.ts';
import { victoriaMetrics } from '../knowledge/envoy/references.ts';
import { resetReasons } from '../knowledge/envoy/reset-reasons.ts';
import { responseFlags } from '../knowledge/envoy/response-flags.ts';
import type { RowRule } from './row-rules.ts';
import { decidingFlags, type Signals } from './signals.ts';
import type { ExplainedPart } from './types.ts';

/** The recognised pieces in reading order: status and wrapper first, then what carries the cause, then the rest of the row. */
export function explainedParts(signals: Signals, rules: readonly RowRule[], language: Language): readonly ExplainedPart[] {
  const { application, otherProxy, detail, resetReason, transport, envoyBody, clients, status, flags, impliedFlag } = signals;
  const parts: { readonly part: string; readonly meaning: Pick<Meaning, 'says'> & Partial<Meaning> }[] = [];
  const add = (part: string, meaning: (Pick<Meaning, 'says'> & Partial<Meaning>) | undefined): void => {
    if (meaning !== undefined) parts.push({ part, meaning });
  };
  for (const client of clients) add(client.program, client);
  if (signals.end !== undefined) add(signals.end.part, signals.end.meaning);
  if (signals.grpcStatus !== undefined) add(`grpc-status ${signals.grpcStatus}`, { says: texts.grpc });
  if (status !== undefined) add(String(status), { says: statusText(signals, status) });
  for (const flag of flags) add(flag, responseFlags[flag]);
  if (impliedFlag !== undefined) add(`= ${impliedFlag}`, responseFlags[impliedFlag]);
  if (detail !== undefined) add(detail.name, Object.hasOwn(details, detail.name) ? details[detail.name] : { says: texts.unknownDetail });
  if (signals.resetBody) add('upstream connect error…', resetBody);
  if (signals.retried) add('retried and the latest reset reason', retriedBody);
  if (resetReason !== undefined) add(resetReason, resetReasons[resetReason]);
  if (signals.hasTransportPart) add('transport failure reason', transportPart);
  else if (signals.resetBody && decidingFlags(signals).includes('UF')) add('(no transport failure reason)', hiddenTransport);
  if (transport !== undefined) add(signals.transportText ?? transport.id, transport);
  if (envoyBody !== undefined) add(envoyBody.id, envoyBody);
  if (signals.serverHostname !== undefined) add('X-Server-Hostname', { says: texts.hostname, references: victoriaMetrics });
  if (application !== undefined) add(application.program, application);
  if (otherProxy !== undefined) add(otherProxy.proxy, otherProxy);
  const data = rowData(signals);
  for (const rule of rules) add(`(${rule.id})`, rule);
  return parts.map(({ part, meaning }) => ({
    part,
    says: inLanguage(meaning.says, language, data),
    ...(meaning.doesNotSay === undefined ? {} : { doesNotSay: inLanguage(meaning.doesNotSay, language) }),
    ...(meaning.since === undefined ? {} : { since: meaning.since }),
    ...(meaning.before === undefined ? {} : { before: inLanguage(meaning.before, language) }),
    references: meaning.references ?? [],
  }));
}

/** The values that the texts about a row may name. */
export function rowData(signals: Signals): { readonly [hole: string]: string | number } {
  const { row, cluster } = signals;
  return { duration: row?.durationMs ?? '?', cluster: cluster?.name ?? '?', port: cluster?.port ?? '?', subset: cluster?.subset ?? '?' };
}

function statusText(signals: Signals, status: number): Bilingual {
  if (status === 0) return texts.noResponse;
  if (signals.row !== undefined && signals.flags.length === 0 && status < 400) return texts.passed;
  if (signals.application !== undefined) return texts.ownStatus;
  return decidingFlags(signals).length > 0 || signals.detail !== undefined ? texts.statusWithFlag : texts.statusAlone;
}

const texts = {
  noResponse: both('No response was sent: a row without a request, or the caller left before one.', '沒有送出回應：此列沒有請求，或呼叫端在回應之前離開。'),
  passed: both('The request was answered; nothing failed in this row.', '請求已得到回應；此列沒有任何失敗。'),
  grpc: both(
    'A gRPC call that failed: HTTP says 200 of it all the same. As a status of HTTP it is the one below (Envoy 1.20 to 1.40, grpcToHttpStatus).',
    '失敗的 gRPC 呼叫：HTTP 仍然顯示 200。對應的 HTTP 狀態碼如下（Envoy 1.20 至 1.40，grpcToHttpStatus）。',
  ),
  ownStatus: both("The status is the application's own.", '狀態碼由應用程式自己產生。'),
  statusWithFlag: both('The status the caller got; the flag and the details beside it say more.', '呼叫端得到的狀態碼；旁邊的旗標與詳情更有說明力。'),
  statusAlone: both('A status alone names neither who made it nor why.', '單憑狀態碼無法得知由誰產生，也無法得知原因。'),
  hostname: both(
    'Every response of a VictoriaMetrics program carries this header with the name of its pod (unless -http.header.disableServerHostname, v1.146.0 and later); no Envoy sets it.',
    'VictoriaMetrics 程式的每個回應都帶有此標頭，內容為其 Pod 名稱（除非設定 -http.header.disableServerHostname，v1.146.0 起）；Envoy 不會設定它。',
  ),
  unknownDetail: both(
    'A detail this version of the tool has no entry for; filters and extensions write their own.',
    '此版工具沒有收錄的詳情；過濾器與擴充套件會寫入自己的詳情。',
  ),
} as const;
