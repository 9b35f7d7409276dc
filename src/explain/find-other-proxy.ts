import { type OtherProxyLine, otherProxyLines } from '../knowledge/envoy/other-proxies.ts';
import { awsByStatus, haproxyStates } from '../knowledge/envoy/other-proxy-states.ts';

/** Recognises a line of a proxy that is not Envoy. */
export function otherProxyIn(text: string): OtherProxyLine | undefined {
  return awsLine(text) ?? haproxyLine(text) ?? otherProxyLines.find(({ pattern }) => pattern.test(text));
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
    /^(?:termination state:? ?)?([CSPLs c][RQCHDLT])--$/i.exec(text.trim())?.[1];
  return state === undefined ? undefined : haproxyStates[state];
}
