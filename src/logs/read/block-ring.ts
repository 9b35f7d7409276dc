import type { Columns } from '../scan/columns.ts';
import { createScanMemory, scanBlocks, type ScanMemory } from '../scan/scan-memory.ts';
import { BLOCK_BYTES, BLOCK_ENTRIES } from './block-size.ts';
import { readBlock } from './read-block.ts';

/** Room for blocks, for all threads. */
export type RingSlots = ScanMemory;

/**
 * Memory that all threads of one file share. Each thread reads into slots of its own, which stay in its processor's cache; what was found in block n stands
 * in `control`, at n modulo the number of all slots.
 */
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

/** Places in `control`: blocks taken, blocks released, whether to stop; then five numbers for each block that is under way. */
const TAKEN = 0;
const RELEASED = 1;
const STOPPED = 2;
const FIRST_BLOCK = 4;
/** Of a block: its number plus 1 once it is scanned, its slot, and what was found. */
const SLOT = 1;
const ENTRIES = 2;
const LINES = 3;
const BYTES = 4;
const PER_BLOCK = 5;
/** Blocks between two wakings. */
const WAKE = 4;
/** A thread that died wakes nobody. */
const WHILE = 50;

/** Slots for each thread: enough that nobody waits while the order of the file is restored. */
const SLOTS = 6;

export function ringSlots(threads: number): RingSlots {
  return createScanMemory({ threads, blocks: threads * SLOTS, blockBytes: BLOCK_BYTES, entries: BLOCK_ENTRIES });
}

/** A ring over slots that no other file uses any more. */
export function ringOver(blocks: number, slots: RingSlots): RingMemory {
  return { blocks, control: new SharedArrayBuffer((FIRST_BLOCK + slots.layout.blocks * PER_BLOCK) * 4), slots };
}

/** The ring as one of its threads sees it; they count from 0. */
export function createBlockRing(memory: RingMemory, thread: number): BlockRing {
  const control = new Int32Array(memory.control);
  const slots = scanBlocks(memory.slots, thread);
  const placeOf = (number: number): number => FIRST_BLOCK + (number % slots.length) * PER_BLOCK;
  /** The blocks that were read into this thread's slots last, plus 1, and which of them is to be used next. */
  const held = new Int32Array(SLOTS);
  let next = 0;
  const hasRoom = (released: number): boolean => (held[next] ?? 0) <= released;
  /** The number of a block that is now this thread's; -1 when there is none, or no room. */
  const take = (): number => {
    for (;;) {
      const number = Atomics.load(control, TAKEN);
      if (number >= memory.blocks || !hasRoom(Atomics.load(control, RELEASED)) || Atomics.load(control, STOPPED) !== 0) return -1;
      if (Atomics.compareExchange(control, TAKEN, number, number + 1) === number) return number;
    }
  };
  return {
    scanNext(file) {
      const number = take();
      const own = thread * SLOTS + next;
      const slot = slots[own];
      if (number < 0 || slot === undefined) return false;
      held[next] = number + 1;
      next = (next + 1) % SLOTS;
      const { from, end } = readBlock(file, number, slot.bytes);
      const { entries, lines } = slot.scan(from, end);
      const place = placeOf(number);
      control[place + SLOT] = own;
      control[place + ENTRIES] = entries;
      control[place + LINES] = lines;
      control[place + BYTES] = end - from;
      Atomics.store(control, place, number + 1);
      Atomics.notify(control, place);
      return true;
    },
    scanned(number) {
      const place = placeOf(number);
      if (Atomics.load(control, place) !== number + 1) return undefined;
      const slot = slots[control[place + SLOT] ?? 0];
      if (slot === undefined) return undefined;
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
      if (!hasRoom(released)) Atomics.wait(control, RELEASED, released, WHILE);
      return true;
    },
    stop() {
      Atomics.store(control, STOPPED, 1);
      Atomics.notify(control, RELEASED);
    },
  };
}
