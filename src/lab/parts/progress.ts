import { timeText } from './amounts.ts';

/** Where progress is shown; a terminal gets one line that is redrawn, anything else plain lines. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export interface Progress {
  /** A part begins or goes on to another step. */
  readonly step: (part: string, step: string) => void;
  /** A part waits for its turn. */
  readonly rest: (part: string) => void;
  /** A part is done; the text stays on the screen. */
  readonly end: (part: string, text: string) => void;
  /** A line that stays on the screen. */
  readonly say: (line: string) => void;
  /** Time since the part's first step, for people. */
  readonly elapsed: (part: string) => string;
  readonly tick: () => void;
  readonly close: () => void;
}

/** Without news for so long a plain log gets a line, so that nobody takes a long build for a hang. */
const silence = 60_000;

/** Shows what each part is doing and for how long. Call `tick` about every second. */
export function createProgress(screen: Screen): Progress {
  const running = new Map<string, { step: string; readonly since: number }>();
  const begun = new Map<string, number>();
  let spoke = screen.now();
  const line = (): string => [...running].map(([part, { step, since }]) => `${part}: ${step} ${timeText(screen.now() - since)}`).join(' · ');
  const print = (text: string): void => {
    spoke = screen.now();
    screen.write(`${screen.isTerminal ? '\r\x1b[2K' : ''}${text}\n`);
  };
  const redraw = (): void => {
    if (screen.isTerminal) screen.write(`\r\x1b[2K${line().slice(0, Math.max(10, screen.columns - 1))}`);
  };
  const elapsed = (part: string): string => timeText(screen.now() - (begun.get(part) ?? screen.now()));
  return {
    step: (part, step) => {
      if (!begun.has(part)) begun.set(part, screen.now());
      running.set(part, { step, since: screen.now() });
      if (screen.isTerminal) redraw();
      else print(`${part}: ${step}`);
    },
    rest: (part) => {
      running.delete(part);
      redraw();
    },
    end: (part, text) => {
      running.delete(part);
      print(`${part}: ${text}`);
      redraw();
    },
    say: (text) => {
      print(text);
      redraw();
    },
    elapsed,
    tick: () => {
      if (screen.isTerminal) redraw();
      else if (running.size > 0 && screen.now() - spoke >= silence) print(line());
    },
    close: () => {
      if (screen.isTerminal) screen.write('\r\x1b[2K');
    },
  };
}
