/** `idle-timeout-order` → `idleTimeoutOrder`; what a file or folder of that name exports. */
export function camelCase(id: string): string {
  return id.replaceAll(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `idle-timeout-order` → `Idle timeout order`. */
export function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** True for ids that may name an analyzer, cause, fact or artifact. */
export function isKebabCase(id: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id);
}
