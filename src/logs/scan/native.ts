import { nativeCode } from './native-code.ts';

/** Memory that native code works on. Threads may share it. */
export interface NativeMemory {
  readonly buffer: SharedArrayBuffer;
}

/** What `native/index.ts` exports; all places are in its memory. */
export interface Native {
  /** Where this thread's stops and values go, and where the keys of JSON rows lie. */
  readonly useScratch: (stops: number, values: number, keys: number) => void;
  /** Writes what the lines from `from` up to `end` say into columns with room for so many entries, with places from `base` on; gives the number of entries. */
  readonly scan: (base: number, from: number, end: number, columns: number, room: number) => number;
  readonly scannedLines: () => number;
  readonly resetHash: () => void;
  readonly addToHash: (from: number, end: number) => void;
  readonly hashKey: () => number;
}

/** What is used of WebAssembly, which the compiler's libraries describe for browsers only. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: true }) => NativeMemory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: { readonly env: { readonly memory: NativeMemory } }) => { readonly exports: Native };
};

const PAGE = 64 * 1024;

export function nativeMemory(bytes: number): NativeMemory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** Code in WebAssembly: it looks at 16 bytes at once and needs a third of the time that the same takes in JavaScript. Each thread has its own. */
export function startNative(memory: NativeMemory): Native {
  return new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(nativeCode, 'base64')), { env: { memory } }).exports;
}
