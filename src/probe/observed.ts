import type { Milliseconds } from '../model/time.ts';
import type { AfterFin, Failure } from './connection.ts';

/** What was seen on one connection; the raw rows of a probe. */
export interface IdleRow {
  readonly connection: number;
  /** Since the start of the probe. */
  readonly openedMs?: Milliseconds;
  readonly connectMs?: Milliseconds;
  readonly status?: number;
  readonly httpVersion?: '1.0' | '1.1';
  readonly server?: string;
  readonly answerMs?: Milliseconds;
  readonly bodyBytes?: number;
  /** How the answer said that it is the last of its connection. */
  readonly announced?: 'header' | 'version' | 'framing';
  /** `Keep-Alive: timeout=…, max=…`. */
  readonly hint?: { readonly timeoutMs?: Milliseconds; readonly max?: number };
  /** From the answer's last byte to the server's close. */
  readonly idleMs?: Milliseconds;
  readonly close?: 'fin' | 'rst';
  /** Bytes that nobody asked for came before the close, or while nothing closed: the status of an answer such as 408, or 0. */
  readonly bytesFirst?: number;
  /** From the answer's last byte to the first of those. */
  readonly bytesMs?: Milliseconds;
  readonly afterFin?: AfterFin;
  /** A second request, when another connection had just been closed and this one was about to be. */
  readonly lateRequest?: LateRequest;
  /** Nothing had closed it when it was given up, so long after the last byte. */
  readonly survivedMs?: Milliseconds;
  /** `given-up`: before it was answered the probe ended for another reason than this connection or an interrupt. */
  readonly failure?: Failure | 'given-up';
  readonly detail?: string;
  /** How late this process was around the two moments: the error of `idleMs`. */
  readonly lagMs?: Milliseconds;
}

/** What became of a request shortly before the end of its connection. */
export interface LateRequest {
  /** How long the connection had been idle. */
  readonly afterMs: Milliseconds;
  readonly result: 'answered' | 'announced' | 'unanswered';
  /** Until the answer, or until the connection ended without one. */
  readonly tookMs: Milliseconds;
}

/** Requests one after the other on one connection. */
export interface RequestsRow {
  readonly answered: number;
  readonly end: 'announced' | 'unannounced' | 'limit' | 'time' | 'failed' | 'stopped';
  readonly failure?: Failure;
  readonly tookMs: Milliseconds;
}

/** One connection kept busy. */
export interface AgeRow {
  readonly answered: number;
  readonly ageMs: Milliseconds;
  readonly end: 'announced' | 'unannounced' | 'limit' | 'failed' | 'stopped';
  readonly failure?: Failure;
  /** A last request went unanswered for so long until the connection ended. */
  readonly unansweredMs?: Milliseconds;
}
