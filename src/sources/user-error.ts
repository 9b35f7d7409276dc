/** A mistake the user can mend: one sentence, a stable code (listed in docs/errors.md), and what to do next. */
export class UserError extends Error {
  readonly code: string;
  readonly next: string;

  constructor(code: string, message: string, next: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'UserError';
    this.code = code;
    this.next = next;
  }
}
