import type { Close, CountLimit, IdleLimit, KeepAliveEntry, Measurement, Range, Confidence } from '../knowledge/keepalive/entry.ts';
import type { Reference } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';

/** What is known of the keep-alive defaults that were asked for. Plain JSON; times in milliseconds. */
export interface KeepAliveAnswer {
  /** Those of that name, servers first; empty when nothing is called so. */
  readonly entries: readonly KeepAliveFacts[];
  /** Ids of others whose names have the same words. */
  readonly related: readonly string[];
  /** Names that an unknown one may have been meant for. */
  readonly nearest: readonly string[];
}

export interface KeepAliveFacts {
  readonly id: string;
  readonly name: string;
  readonly role: KeepAliveEntry['role'];
  /** Day on which the sources were last looked at. */
  readonly checked: string;
  readonly sides: readonly KeepAliveSide[];
  readonly note?: string;
}

/** As a server (it receives requests), as a client (it sends them), or as a device that forwards packets. */
export interface KeepAliveSide {
  readonly as: 'server' | 'client' | 'device';
  readonly idle: readonly { readonly value: IdleLimit; readonly versions?: string }[];
  readonly shipped?: { readonly value: Milliseconds; readonly where: string; readonly closesAfter?: Range };
  /** When it really closes. */
  readonly closesAfter?: Range;
  readonly granularity?: Milliseconds;
  readonly closesLater?: Milliseconds;
  readonly measured?: readonly Measurement[];
  readonly maxRequests?: CountLimit;
  readonly maxAge?: { readonly value: Milliseconds; readonly jitter?: number; readonly announced?: boolean };
  readonly announcesIdleClose?: boolean;
  readonly close?: Close;
  readonly header?: string;
  readonly retries?: string;
  readonly key: string;
  readonly flags?: readonly string[];
  /** Common periods and limits of the other side that are equal to this limit. */
  readonly collisions: readonly { readonly kind: 'period' | 'limit'; readonly ms: Milliseconds; readonly what: string }[];
  /**
   * For each limit what the other side should have: a client in front at most `other`, a server behind at least `other`. Without `other`
   * the limit is too short for any margin.
   */
  readonly safe: readonly { readonly limit: Milliseconds; readonly other?: Milliseconds }[];
  readonly confidence: Confidence;
  readonly sources: readonly Reference[];
}
