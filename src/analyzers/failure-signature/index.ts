import { causes } from '../../causes/index.ts';
import { signOf } from '../../facts/failure-sign.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { traffic } from '../../facts/traffic.ts';
import { fitOf, type Sign, type Signature, signatures, signs } from '../../knowledge/signatures.ts';
import { type AnyAnalyzer, defineAnalyzer, type Message } from '../../model/analyzer.ts';
import type { Cause } from '../../model/cause.ts';
import { signTexts } from './sign-texts.ts';

const table: ReadonlyMap<string, Signature> = new Map(Object.entries(signatures));

/** Causes that the table speaks of. */
export const judged: readonly Cause[] = causes.filter(({ id }) => table.has(id));

function fits(cause: Cause, sign: Sign): ReturnType<typeof fitOf> {
  const signature = table.get(cause.id);
  return signature === undefined ? undefined : fitOf(sign, signature);
}

/** `reset-local` → `sawResetLocal`. */
export const sawId = (sign: Sign): string => `saw${pascal(sign)}`;
/** `no-route` → `cannotBeNoRoute`. */
export const cannotBeId = (cause: string): string => `cannotBe${pascal(cause)}`;

/** What a sign hints at: a flag alone never names a cause, so it weighs little. */
function sawMessages(): readonly (readonly [string, Message])[] {
  return signs.map((sign) => [
    sawId(sign),
    {
      severity: 'info',
      text: `{count} of {failures} failures for {target} ${signTexts[sign].en}.`,
      bearsOn: judged.filter((cause) => fits(cause, sign) === 'leaves').map((cause) => ({ cause, as: 'hints' })),
    },
  ]);
}

/** An alibi: nothing that failed can come from this cause. */
function cannotBeMessages(): readonly (readonly [string, Message])[] {
  return judged.map((cause) => [
    cannotBeId(cause.id),
    {
      severity: 'info',
      text: `None of the {failures} failures for {target} ({seen}) is of a kind that this leaves: ${cause.title}.`,
      bearsOn: [{ cause, as: 'excludes' }],
    },
  ]);
}

/** Observes of what kinds the failures are, and which causes can leave none of those kinds. */
export const failureSignature: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'failure-signature',
    title: 'Kinds of failure',
    description: 'Sorts the failing requests by how they failed. A kind hints at the causes that leave it; a cause that leaves none of the kinds seen is out.',
    references: [
      {
        title: 'Envoy access log: response flags',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Envoy response code details',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: { traffic },
  messages: Object.fromEntries<Message>([...sawMessages(), ...cannotBeMessages()]),
  *analyze({ traffic }, report) {
    for (const incident of traffic.incidents) {
      const found = incident.failures.map(signOf);
      const seen = signs.filter((sign) => found.includes(sign));
      const about = {
        subject: { kind: 'Workload', ...(incident.targetNamespace === undefined ? {} : { namespace: incident.targetNamespace }), name: incident.targetName },
        incident: incident.id,
      };
      const { target } = incident;
      const failures = incident.failures.length;
      for (const sign of seen) {
        const explains = indicesWhere(incident, (failure) => signOf(failure) === sign);
        yield report(sawId(sign), { ...about, data: { count: explains.length, failures, target }, evidence: someRowsOf(incident, explains), explains });
      }
      // a failure whose kind cannot be told may be of any kind
      if (seen.length === 0 || found.includes(undefined)) continue;
      const examples = someRowsOf(
        incident,
        seen.map((sign) => found.indexOf(sign)),
      );
      for (const cause of judged) {
        if (seen.some((sign) => fits(cause, sign) !== undefined)) continue;
        yield report(cannotBeId(cause.id), { ...about, data: { failures, target, seen: seen.join(', ') }, evidence: examples });
      }
    }
  },
});

function pascal(id: string): string {
  return id.replaceAll(/(?:^|-)(\w)/g, (_whole, letter: string) => letter.toUpperCase());
}
