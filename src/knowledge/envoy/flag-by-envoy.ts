import { type Bilingual, both } from '../bilingual.ts';
import { maySatisfy, parseVersion, satisfies } from '../versions/version.ts';
import { responseFlags } from './response-flags.ts';

/** What an Envoy release does with a response flag. */
export interface FlagByEnvoy {
  readonly flag: string;
  /** Releases that write it: `>=1.18`, or every one that is known here. */
  readonly versions: string;
  /** `unknown`: no version was given, or not enough of it. */
  readonly written: 'yes' | 'no' | 'unknown';
  /** What releases before it wrote instead. */
  readonly before?: Predecessor;
  /** What the flag stands for in this release besides what it stands for today: the flags that came out of it later. */
  readonly alsoMeans: readonly { readonly flag: string; readonly versions: string; readonly says: Bilingual }[];
}

interface Predecessor {
  readonly flag: string;
  readonly says: Bilingual;
}

/** Flags that came out of another one. Envoy commits 177ea9c7a3 (UPE), a11d48368c (NC), 0cb0b01b7f (DR), read in the source of 1.37. */
const came: Readonly<Record<string, Predecessor>> = {
  UPE: {
    flag: 'UC',
    says: both('an answer that is no valid HTTP, or breaks off (503, from 1.18 on 502 UPE)', '不合法或中斷的 HTTP 回應（503；自 1.18 起為 502 UPE）'),
  },
  NC: { flag: 'NR', says: both('a route whose cluster does not exist (details cluster_not_found)', '路由所指的叢集不存在（詳情為 cluster_not_found）') },
  DR: { flag: 'DC', says: both('a client that reset its stream (HTTP/2, HTTP/3)', '用戶端重設了串流（HTTP/2、HTTP/3）') },
};

/** What a release does with a flag; undefined for what is no flag. Only flags whose first release is known have a bounded range. */
export function flagByEnvoy(flag: string, envoy: string | undefined): FlagByEnvoy | undefined {
  const known = Object.hasOwn(responseFlags, flag) ? responseFlags[flag] : undefined;
  if (known === undefined) return undefined;
  const versions = rangeOf(known.since);
  const before = Object.hasOwn(came, flag) ? came[flag] : undefined;
  return {
    flag,
    versions,
    written: writtenIn(versions, envoy),
    ...(before === undefined ? {} : { before }),
    alsoMeans: Object.entries(came).flatMap(([later, { flag: earlier, says }]) => {
      const since = rangeOf(responseFlags[later]?.since);
      const isPossible = envoy === undefined || parseVersion(envoy) === undefined || !satisfies(envoy, since);
      return earlier === flag && isPossible ? [{ flag: later, versions: since.replace('>=', '<'), says }] : [];
    }),
  };
}

/** `Envoy 1.18` → `>=1.18`; what is not dated here was there in every release that is known. */
function rangeOf(since: string | undefined): string {
  const version = since === undefined ? undefined : /^Envoy (\d+\.\d+(?:\.\d+)?)$/.exec(since)?.[1];
  return version === undefined ? '>=1.10' : `>=${version}`;
}

function writtenIn(versions: string, envoy: string | undefined): FlagByEnvoy['written'] {
  if (envoy === undefined || parseVersion(envoy) === undefined) return 'unknown';
  if (satisfies(envoy, versions)) return 'yes';
  return maySatisfy(envoy, versions) ? 'unknown' : 'no';
}
