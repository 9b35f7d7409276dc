import type { NonEmpty, Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import type { Bilingual } from '../bilingual.ts';
import type { Confidence as VersionConfidence } from '../versions/by-version.ts';

/** Version of this format; raised when a field is renamed or changes its meaning. */
export const keepAliveSchemaVersion = 1;

/**
 * What one kind of software or device does with kept-alive connections when nothing is configured. One entry is one file of `entries`,
 * named as its id; `npm run generate` makes the table out of them.
 */
export interface KeepAliveEntry {
  readonly id: string;
  readonly name: string;
  /** What it is first of all; what it does on which side of a hop stands in `server`, `client` and `device`. */
  readonly role: 'server' | 'proxy' | 'load-balancer' | 'nat' | 'client';
  /** Other names that people ask for. The id, its images, commands and client names are known without being repeated here. */
  readonly aliases?: readonly string[];
  /** The day on which its sources were last looked at, `2026-11-22`. */
  readonly checked: string;
  /** As the side that receives requests. */
  readonly server?: Side;
  /** As the side that sends requests. */
  readonly client?: Side;
  /** As a device that forwards packets and remembers the flow. */
  readonly device?: Side;
  readonly recognise?: Recognition;
  /** What else is to be known, one sentence or two. */
  readonly note?: Bilingual;
}

/** How well the numbers of a side are known; `secondary` = told by a third party, not by the software's makers. */
export type Confidence = Exclude<VersionConfidence, 'assumed'>;

/** `varies` = computed from something else; the note or the setting says from what. */
export type IdleLimit = Milliseconds | 'never' | 'each-response' | 'varies';

/** One side's limits. Its numbers have the side's sources and confidence, unless they name their own. */
export interface Side {
  /** The limit when nothing is set, by version, the newest first. */
  readonly idle: NonEmpty<IdleValue>;
  /** What the configuration that it is shipped with says, where that is another value, and when it really closes with that. */
  readonly shipped?: { readonly value: Milliseconds; readonly where: string; readonly closesAfter?: Range };
  /** When it really closes with the limit of `idle`, over versions. Absent: at the limit, as far as is known. */
  readonly closesAfter?: Range;
  /** It looks for idle connections only this often, so that a close comes up to this late. */
  readonly granularity?: Milliseconds;
  /** It closes this long after the limit, on purpose. */
  readonly closesLater?: Milliseconds;
  readonly measured?: NonEmpty<Measurement>;
  /** Requests after which it closes a connection. */
  readonly maxRequests?: CountLimit;
  /** Age at which it closes a connection; `jitter` is a share of it. */
  readonly maxAge?: { readonly value: Milliseconds; readonly jitter?: number; readonly announced?: boolean };
  /** Whether the peer is told before an idle connection is closed. */
  readonly announcesIdleClose?: boolean;
  readonly close?: Close;
  /** What it does with the `Keep-Alive` header. */
  readonly header?: Bilingual;
  /** Whether it sends a request again that was lost so. */
  readonly retries?: Bilingual;
  /** The settings, in the words of its document. */
  readonly key: string;
  /** Command-line flags that override the limit, strongest first. */
  readonly flags?: readonly Flag[];
  readonly confidence: Confidence;
  readonly sources: NonEmpty<Reference>;
}

export interface IdleValue {
  readonly value: IdleLimit;
  /** A range such as `>=1.24 <1.27`; ranges of one side do not overlap. Absent: every version that is known. */
  readonly versions?: string;
  /** Where this value comes from, if not from the first source of the side. */
  readonly reference?: Reference;
}

export interface Range {
  readonly min: Milliseconds;
  readonly max: Milliseconds;
}

/** When a real one closed idle connections, from the last byte of its answer to the close. Without `closes` it was still open after `survived`. */
export interface Measurement {
  readonly version: string;
  /** What was configured, where it was not the default. */
  readonly setting?: string;
  readonly closes?: Range;
  readonly survived?: Milliseconds;
}

export interface CountLimit {
  readonly value: number;
  readonly versions?: string;
  readonly announced?: boolean;
}

/** How an idle connection ends: FIN; FIN after a time in which it reads no more; HTTP/2 GOAWAY; forgotten without a packet; RST at the next packet. */
export type Close = 'fin' | 'fin-after-dead-time' | 'goaway' | 'silent' | 'rst-on-next-packet';

export interface Flag {
  readonly name: string;
  readonly unit: FlagUnit;
}

/** `go` = Go duration (`1m30s`), `spring` = Spring duration (`20s`, `PT20S`, plain number = ms), `s`, `ms` = plain number. */
export type FlagUnit = 'go' | 'spring' | 's' | 'ms';

/** By what the software is told from the outside; a word stands in one entry only. */
export interface Recognition {
  /** Last part of the image's repository. */
  readonly images?: readonly string[];
  /** Base names of commands. */
  readonly commands?: readonly string[];
  /** Texts its start-up log has. */
  readonly logs?: readonly string[];
  /** Products in a `Server:` header, in lower case. */
  readonly serverHeaders?: readonly string[];
  /** Names of client applications and libraries. */
  readonly clients?: readonly string[];
}
