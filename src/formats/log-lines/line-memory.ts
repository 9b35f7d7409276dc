/** The open pieces of split lines, by stream. One per file. */
export interface LineMemory {
  readonly pieces: Map<string, string>;
}

/** A joined line is cut here: a runtime splits at 16 KiB, and nothing we read is longer. */
const longestJoined = 256 * 1024;
const mostStreams = 64;

export function createLineMemory(): LineMemory {
  return { pieces: new Map() };
}

/** Keeps a piece until the line's end comes. */
export function keepPiece(memory: LineMemory, stream: string, text: string): void {
  const before = memory.pieces.get(stream) ?? '';
  if (before === '' && memory.pieces.size >= mostStreams) return;
  if (before.length < longestJoined) memory.pieces.set(stream, before + text);
}

/** The whole line, when its last piece has come. */
export function joinPieces(memory: LineMemory, stream: string, text: string): string {
  const before = memory.pieces.get(stream);
  if (before === undefined) return text;
  memory.pieces.delete(stream);
  return before + text;
}
