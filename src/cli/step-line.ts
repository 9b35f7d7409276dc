/** One line on standard error that says what is under way; rewritten with each step, gone at the end. The text is safe already. */
export function stepLine(isWanted: boolean): { readonly show: (text: string) => void; readonly clear: () => void } {
  let isShown = false;
  return {
    show: (text) => {
      if (!isWanted) return;
      isShown = true;
      process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    clear: () => {
      if (isShown) process.stderr.write('\r\x1b[2K');
      isShown = false;
    },
  };
}
