/** Longest piece of foreign text a report shows; the rest is counted. */
const longest = 2000;

/**
 * Characters that move a cursor, hide, reorder or forge what a reader sees: controls (C0, C1, DEL), format characters (bidi
 * overrides, zero-width, tags), separators, lone surrogates, private use, fillers that look empty, and variation selectors.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|[\u17b4\u17b5]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/gu;

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Foreign text made fit to show: whatever a terminal would obey or hide becomes a visible escape such as `\x1b` or `\u202e`. */
export function safe(text: string): string {
  const shown = text.length > longest ? `${wholeCharacters(text)}… (+${text.length - longest})` : text;
  return shown.replaceAll(unseen, escapeOf);
}

/** The first characters of the text, never half of a surrogate pair. */
function wholeCharacters(text: string): string {
  const last = text.charCodeAt(longest - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? longest - 1 : longest);
}

function escapeOf(character: string): string {
  const name = named[character];
  if (name !== undefined) return name;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
