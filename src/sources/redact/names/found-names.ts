import { keptWords } from './kept-words.ts';

/** What was found to be names in evidence: the words of them that tell who somebody is. */
export interface FoundNames {
  /** A name of anything: `acme-checkout`, `checkout.acme.svc.cluster.local`. */
  readonly add: (name: string) => void;
  /** A name that somebody chose for a namespace, a workload or a node: one that stays is told. */
  readonly addChosen: (name: string) => void;
  /** Lower case. */
  readonly words: ReadonlySet<string>;
  /** Chosen names that stay, since all their words are kept ones. */
  readonly kept: ReadonlySet<string>;
}

const LONGEST = 300;
const MOST_WORDS = 200_000;

export function createFoundNames(): FoundNames {
  const words = new Set<string>();
  const kept = new Set<string>();
  const add = (name: string): void => {
    if (name.length > LONGEST || words.size > MOST_WORDS) return;
    for (const word of identifyingWords(name)) words.add(word);
  };
  return {
    words,
    kept,
    add,
    addChosen: (name) => {
      add(name);
      if (/[a-z]/.test(name) && !EVERYWHERE.test(name) && identifyingWords(name).length === 0) kept.add(name);
    },
  };
}

/** Namespaces and workloads that nobody chose. */
const EVERYWHERE = /^(?:default|kubernetes|kube-[a-z-]+|istio-[a-z-]+|istiod)$/;

function identifyingWords(name: string): readonly string[] {
  return name.split('.').flatMap((label) => (ownerOf(label.replace(/-$/, '')).match(/[A-Za-z0-9]+/g) ?? []).flatMap(wordsOf));
}

/**
 * The part of a name that somebody chose, of a pod's, a ReplicaSet's or an EndpointSlice's: suffixes are drawn (k8s.io/apimachinery/pkg/util/rand, v0.34: no
 * vowels, no 0, 1, 3), hashes, or numbers.
 */
function ownerOf(name: string): string {
  return (
    /^(.+)-[0-9a-z]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(name)?.[1] ??
    /^(.+)-(?:(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{5}|(?=[a-z]*\d)[bcdfghjklmnpqrstvwxz2456789]{8,10}|(?=[a-f]*\d)[0-9a-f]{8,10})$/.exec(name)?.[1] ??
    name
  );
}

/** `acme2` gives `acme`, so that `acme3` is found as well; what mixes letters and digits otherwise is one word. Two letters say nothing, nor do digits or hashes. */
function wordsOf(run: string): readonly string[] {
  const lower = run.toLowerCase();
  if (keptWords.has(lower) || !/[a-z]/.test(lower) || run.length < 3) return [];
  // versions, ports by protocol, and digests
  if (/^v\d/.test(lower) || /^(?=.*\d)[0-9a-f]{12,}$/.test(lower)) return [];
  const numbered = /^([a-z]+)\d+$/.exec(lower)?.[1];
  if (numbered === undefined) return [lower];
  return numbered.length < 3 ? [lower] : keptWords.has(numbered) ? [] : [numbered];
}
