/** What stands in gathered evidence for a secret: it was there, and its value is not. */
export const REDACTED = '***redacted***';
