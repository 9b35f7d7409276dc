import { parseProxyRow } from '../formats/proxy-log/parse-proxy-row.ts';
import { type OtherProxyLine, otherProxyLines } from '../knowledge/envoy/other-proxies.ts';
import { awsByStatus, haproxyStates } from '../knowledge/envoy/other-proxy-states.ts';
import { proxyRowMeaning } from '../knowledge/envoy/proxy-rows.ts';

/** Recognises a line of a proxy that is not Envoy. */
export function otherProxyIn(text: string): OtherProxyLine | undefined {
  return awsLine(text) ?? haproxyLine(text) ?? namedLine(text) ?? rowMeaning(text) ?? otherProxyLines.find(({ pattern }) => pattern.test(text));
}

/** Words with a meaning of their own; ztunnel's access line has one for any error, of which its row tells more. */
function namedLine(text: string): OtherProxyLine | undefined {
  return otherProxyLines.find(({ id, pattern }) => id !== 'ztunnel-access' && pattern.test(text));
}

/** A whole line of a proxy's log. One that anybody's server may write, or that tells of nothing wrong, has no meaning here. */
function rowMeaning(text: string): OtherProxyLine | undefined {
  // a line without a time is understood as well: only what it says counts
  const row = parseProxyRow(text.trim(), 0);
  return row?.fault === undefined || row.kind === 'plain' ? undefined : proxyRowMeaning(row.proxy, row.fault, row.code);
}

/** `type time elb client:port target:port three times elb_status target_status …`; target status `-` = the balancer's own answer. */
function awsLine(text: string): OtherProxyLine | undefined {
  const row = /^(?:https?|h2|grpcs?|wss?) \S{10,40} app\/\S{1,200} \S{3,60} \S{1,60} -?[\d.]{1,12} -?[\d.]{1,12} -?[\d.]{1,12} (\d{3}) (\d{3}|-) /.exec(text);
  const named =
    row ??
    (/\belb_status(?:_code)?["=: ]/.test(text)
      ? [text, /\belb_status(?:_code)?["=: ]{1,4}(\d{3})/.exec(text)?.[1] ?? '', /\btarget_status(?:_code)?["=: ]{1,4}(\d{3}|-)/.exec(text)?.[1] ?? '']
      : undefined);
  const [, balancer, target] = named ?? [];
  return balancer === undefined || target !== '-' ? undefined : awsByStatus[balancer];
}

/** HAProxy's HTTP log: `… status bytes - - SH-- 1/1/0/0/0 0/0 …`. */
function haproxyLine(text: string): OtherProxyLine | undefined {
  const state =
    /\s([CSPLRIDUKcs-][RQCHDLTK-])[NIDVEOPSRU-][NIRUPD-]\s+\d{1,7}\/\d{1,7}\/\d{1,7}\//.exec(text)?.[1] ??
    /^(?:(?:termination state:?|\d{3}) ?)?([CSPLs c][RQCHDLT])--$/i.exec(text.trim())?.[1];
  return state === undefined ? undefined : haproxyStates[state];
}
