import type { Columns } from '../scan/columns.ts';
import { createScanMemory, scanBlocks, type ScanMemory } from '../scan/scan-memory.ts';
import { BLOCK_BYTES, BLOCK_ENTRIES } from './block-size.ts';
import { readBlock } from './read-block.ts';

/** Room for blocks, for all threads. */
export type RingSlots = ScanMemory;

/** Memory that all threads of one file share: block n lies in slot n modulo their number until it was looked at. */
export interface RingMemory {
  readonly blocks: number;
  readonly control: SharedArrayBuffer;
  readonly slots: RingSlots;
}

/** What a thread does with it. Threads meet in shared numbers only; a message per block would cost more than a tenth of the scanning. */
export interface BlockRing {
  /** Scans the next block that nobody has taken; false when there is none, or no room for one. */
  readonly scanNext: (file: number) => boolean;
  /** Block `number` if it was scanned; what lies in it is good until `release`. */
  readonly scanned: (number: number) => ScannedBlock | undefined;
  readonly release: (number: number) => void;
  /** Sleeps until block `number` is scanned, or for a while. */
  readonly awaitBlock: (number: number) => void;
  /** Sleeps until there is room for another block, or for a while; false when none is left to take. */
  readonly awaitRoom: () => boolean;
  readonly stop: () => void;
}

export interface ScannedBlock {
  readonly buffer: Buffer;
  readonly columns: Columns;
  readonly entries: number;
  readonly lines: number;
  readonly bytes: number;
}

/** Places in `control`: blocks taken, blocks released, whether to stop; then four numbers a slot. */
const TAKEN = 0;
const RELEASED = 1;
const STOPPED = 2;
const FIRST_SLOT = 4;
/** Of a slot: the number of the block in it plus 1 once that is scanned, and what was found. */
const ENTRIES = 1;
const LINES = 2;
const BYTES = 3;
const PER_SLOT = 4;
/** Blocks between two wakings. */
const WAKE = 4;
/** A thread that died wakes nobody. */
const WHILE = 50;

/** Slots for each thread: enough that nobody waits while the order of the file is restored. */
const SLOTS = 4;

export function ringSlots(threads: number): RingSlots {
  return createScanMemory({ threads, blocks: threads * SLOTS, blockBytes: BLOCK_BYTES, entries: BLOCK_ENTRIES });
}

/** A ring over slots that no other file uses any more. */
export function ringOver(blocks: number, slots: RingSlots): RingMemory {
  return { blocks, control: new SharedArrayBuffer((FIRST_SLOT + slots.layout.blocks * PER_SLOT) * 4), slots };
}

/** The ring as one of its threads sees it; they count from 0. */
export function createBlockRing(memory: RingMemory, thread: number): BlockRing {
  const control = new Int32Array(memory.control);
  const slots = scanBlocks(memory.slots, thread);
  const placeOf = (number: number): number => FIRST_SLOT + (number % slots.length) * PER_SLOT;
  /** The number of a block that is now this thread's; -1 when there is none, or no room. */
  const take = (): number => {
    for (;;) {
      const number = Atomics.load(control, TAKEN);
      if (number >= memory.blocks || number >= Atomics.load(control, RELEASED) + slots.length || Atomics.load(control, STOPPED) !== 0) return -1;
      if (Atomics.compareExchange(control, TAKEN, number, number + 1) === number) return number;
    }
  };
  return {
    scanNext(file) {
      const number = take();
      const slot = slots[number % slots.length];
      if (number < 0 || slot === undefined) return false;
      const { from, end } = readBlock(file, number, slot.bytes);
      const { entries, lines } = slot.scan(from, end);
      const place = placeOf(number);
      control[place + ENTRIES] = entries;
      control[place + LINES] = lines;
      control[place + BYTES] = end - from;
      Atomics.store(control, place, number + 1);
      Atomics.notify(control, place);
      return true;
    },
    scanned(number) {
      const place = placeOf(number);
      const slot = slots[number % slots.length];
      if (slot === undefined || Atomics.load(control, place) !== number + 1) return undefined;
      return {
        buffer: slot.bytes,
        columns: slot.columns,
        entries: control[place + ENTRIES] ?? 0,
        lines: control[place + LINES] ?? 0,
        bytes: control[place + BYTES] ?? 0,
      };
    },
    release(number) {
      Atomics.store(control, RELEASED, number + 1);
      // threads that wait for room are woken when there is some for each, not for every block
      if ((number + 1) % WAKE === 0) Atomics.notify(control, RELEASED);
    },
    awaitBlock(number) {
      const place = placeOf(number);
      const value = Atomics.load(control, place);
      if (value !== number + 1) Atomics.wait(control, place, value, WHILE);
    },
    awaitRoom() {
      const released = Atomics.load(control, RELEASED);
      const taken = Atomics.load(control, TAKEN);
      if (taken >= memory.blocks || Atomics.load(control, STOPPED) !== 0) return false;
      if (taken >= released + slots.length) Atomics.wait(control, RELEASED, released, WHILE);
      return true;
    },
    stop() {
      Atomics.store(control, STOPPED, 1);
      Atomics.notify(control, RELEASED);
    },
  };
}
