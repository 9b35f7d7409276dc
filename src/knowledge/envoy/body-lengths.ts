/** Lengths of the answers that Envoy writes for one reset reason, without and (Envoy 1.22 and newer) with a retry before (source/common/router/router.cc, Envoy 1.37). */
const lengthsFor = (reason: string): readonly number[] =>
  ['', 'retried and the latest '].map((retried) => `upstream connect error or disconnect/reset before headers. ${retried}reset reason: ${reason}`.length);

/** Of an answer for a connection to the next hop that ended; what an application answers is seldom of exactly such a length. */
export const endedConnectionBytes: ReadonlySet<number> = new Set(lengthsFor('connection termination'));

/** The same, or for one that was refused: a transport failure reason behind it, which Envoy 1.16 to 1.38.0 add, makes it longer. */
export const brokenHopBytes: ReadonlySet<number> = new Set([...endedConnectionBytes, ...lengthsFor('remote connection failure')]);
