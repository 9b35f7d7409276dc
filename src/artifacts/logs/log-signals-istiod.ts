import { groups, type SignalRule, when, whenAny } from './log-signal-rule.ts';

/** The control plane. */
export type IstiodSignalId =
  | 'push'
  | 'config-changed'
  | 'service-added'
  | 'istiod-nack'
  | 'istiod-no-endpoints'
  | 'istiod-csr-failed'
  | 'istiod-connection'
  | 'istiod-conflict';

/** Words of istiod's scopes ads, delta, model and serverca, Istio 1.20 to 1.31. */
export const istiodSignals: Readonly<Record<IstiodSignalId, SignalRule>> = {
  push: whenAny(
    ['xds: pushing', ': push for node', ': push request for node', ': push inc for node'],
    [
      /XDS: (?:Incremental )?Pushing(?: Services:(?<services>\d+))? ?(?:ConnectedEndpoints:(?<endpoints>\d+))? ?(?:Version:(?<version>\S{1,100}))?/,
      /(?<type>[A-Z]{2,5}): PUSH (?:(?<kind>INC|request) )?for node:(?<node>[\w.-]{1,200}) resources:(?<resources>\d+)(?: removed:(?<removed>\d+))?(?: size:\S{1,20})?(?: empty:(?<empty>\d+))?/,
    ],
  ),
  'config-changed': when(
    ['push debounce stable'],
    /for config (?<kind>\w{1,60})\/(?<namespace>[\w.-]{1,63})\/(?<name>[\w.-]{1,253})(?: and (?<more>\d+) more configs)?/,
  ),
  'service-added': when(['full push, new service'], /Full push, new service (?:(?<namespace>[\w-]{1,63})\/)?(?<service>[\w.-]{1,253})/),
  'istiod-nack': when(['ack error'], /ADS:(?<type>\w{2,6}): ACK ERROR (?<node>[\w.~-]{1,300}?)(?:-\d+)? (?<code>\w{1,30}):(?<error>[^\n]{1,400})/),
  'istiod-no-endpoints': when(['has no endpoints'], /service (?<service>[\w.-]{1,253}) at shard (?<shard>\S{1,100}) has no endpoints/),
  'istiod-csr-failed': whenAny(
    ['csr sign', 'authentication failure', 'failed to authenticate', 'istio_ca', 'ca is not ready', 'failed to sign'],
    [
      /(?<error>CSR sign(?:ing)?[^\n]{0,40}(?:error|failed)[^\n]{0,300})/i,
      /(?<error>(?:Authentication failure|Failed to authenticate)[^\n]{0,300})/i,
      /(?<error>CA is not ready[^\n]{0,100})/i,
    ],
  ),
  'istiod-connection': {
    needles: ['ads: new connection', 'ads: new delta connection', 'terminated'],
    read: ({ message }) => {
      const opened = groups(/ADS: new (?:delta )?connection for node:(?<node>[\w.-]{2,253}?)(?:-\d+)?(?=\s|$)/, message);
      if (opened !== undefined) return /^\d+$/.test(opened['node'] ?? '') ? undefined : { event: 'connected', ...opened }; // a number: the agent's own SDS server
      const ended = groups(/ADS: "[^"]{0,80}" (?<node>[\w.-]{2,253}?)(?:-\d+)? terminated(?: with error: (?<error>[^\n]{1,300}))?/, message);
      return ended === undefined || /^\d+$/.test(ended['node'] ?? '') ? undefined : { event: 'terminated', ...ended };
    },
  },
  'istiod-conflict': when(
    ['conflict', 'duplicate'],
    /(?<text>[^\n]{0,100}(?:conflict(?:ing)? (?:inbound|outbound|listener|with)|duplicate (?:subsets?|domain|cluster|virtual ?service))[^\n]{0,200})/i,
  ),
};
