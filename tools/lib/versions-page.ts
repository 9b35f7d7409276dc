import { flagByEnvoy } from '../../src/knowledge/envoy/flag-by-envoy.ts';
import { responseFlags } from '../../src/knowledge/envoy/response-flags.ts';
import {
  type ByVersion,
  defaultInboundRetry,
  defaultOutboundRetry,
  type DefaultRetry,
  envoyForms,
  istioEnvoyMinor,
  istioTextFormat,
  type Possible,
  settingsSince,
  spellingIn,
  timeLimitControls,
  timeLimits,
  vmFlagHistories,
} from '../../src/knowledge/versions/index.ts';
import { banner, cell, referenceText } from './doc-pages.ts';

/** `docs/versions.md`: every table by version, as the look-ups hold it. */
export function versionsPage(): string {
  return `${[
    banner,
    '',
    '# What depends on the version',
    '',
    'The tables that diagnoses, advice and `why503 explain --istio 1.24` look into. The version comes from the evidence; without one every row stays possible.',
    'Confidence: *measured* (seen to happen), *source* (read in the source of those versions), *document* (said by their makers), *assumed* (from the branch a',
    'release is cut from).',
    '',
    '## Where each limit is set in Istio, strongest first',
    '',
    ...table(
      ['limit', 'Istio', 'set by', 'known from'],
      timeLimits.flatMap((limit) =>
        rowsOf(
          timeLimitControls(limit, undefined),
          (controls) => (controls.length === 0 ? 'nothing' : controls.map(({ where }) => `\`${where}\``).join(', ')),
          limit,
        ),
      ),
    ),
    '## Retries when no VirtualService asks for any',
    '',
    ...table(
      ['side', 'Istio', 'tries again on', 'known from'],
      [...rowsOf(defaultOutboundRetry(undefined), retryText, 'outbound'), ...rowsOf(defaultInboundRetry(undefined), retryText, 'inbound')],
    ),
    'The inbound default (`reset-before-request`) does not cover the keep-alive race: the request was already handed to the connection.',
    '',
    '## Settings that came or went',
    '',
    ...table(
      ['setting', 'Istio', 'known from'],
      settingsSince.map(({ name, versions, reference }) => [`\`${name.trim()}\``, versions, referenceText(reference)]),
    ),
    '## The default text format of Istio access logs',
    '',
    ...table(
      ['Istio', 'fields in order', 'known from'],
      istioTextFormat(undefined).possible.map(({ versions, value, reference, confidence }) => [
        versions,
        value.map((field) => `\`${field}\``).join(' '),
        `${referenceText(reference)}, ${confidence}`,
      ]),
    ),
    '## How Envoy writes things',
    '',
    ...table(
      ['what', 'Envoy', 'written', 'meaning', 'known from'],
      envoyForms.flatMap((form) =>
        spellingIn(form, undefined).possible.map(({ versions, value, reference, confidence }) => [
          form,
          versions,
          `\`${value.form}\``,
          value.says.en,
          `${referenceText(reference)}, ${confidence}`,
        ]),
      ),
    ),
    '## Response flags that are dated',
    '',
    ...table(
      ['flag', 'name', 'Envoy', 'before'],
      Object.entries(responseFlags).flatMap(([flag, { longName, since }]) => {
        const known = flagByEnvoy(flag, undefined);
        return known === undefined || since === undefined
          ? []
          : [[flag, longName, known.versions, known.before === undefined ? '' : `${known.before.flag}: ${known.before.says.en}`]];
      }),
    ),
    '## Flags of VictoriaMetrics when nobody sets them',
    '',
    ...table(
      ['programs', 'flag', 'versions', 'default'],
      vmFlagHistories.flatMap(({ components, flag, values }) =>
        values.map(({ versions, value }) => [
          components.join(', '),
          `-${flag}`,
          versions,
          value.text ?? (value.ms === undefined ? 'no such flag' : `no such flag; acts as ${value.ms} ms`),
        ]),
      ),
    ),
    '## The Envoy inside Istio',
    '',
    ...table(
      ['Istio', 'Envoy'],
      Array.from({ length: 21 }, (_, index) => `1.${index + 11}`).map((istio) => {
        const inside = istioEnvoyMinor(istio);
        return [istio, inside === undefined ? '' : `${inside.envoy}${inside.assumed ? ' (assumed)' : ''}`];
      }),
    ),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function rowsOf<T>({ possible }: Possible<T>, text: (value: T) => string, name: string): readonly (readonly string[])[] {
  return possible.map(({ versions, value, reference, confidence }: ByVersion<T>) => [
    name,
    versions,
    text(value),
    `${referenceText(reference)}, ${confidence}`,
  ]);
}

function retryText({ retryOn, statusCodes, attempts, unless }: DefaultRetry): string {
  const words = [...retryOn, ...statusCodes].join(', ');
  return `${words === '' ? 'nothing' : `${words} (${attempts} times)`}${unless === undefined ? '' : `, unless ${unless}`}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`), ''];
}
