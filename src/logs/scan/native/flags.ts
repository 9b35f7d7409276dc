/** `-`, or flags with commas between: each of two to six upper-case letters, as `flagsOf` takes them (of digits it is not certain). */
export function areFlags(from: usize, end: usize): bool {
  if (end - from === 1) return load<u8>(from) === 45;
  if (end - from >= 60) return false;
  let letters = 0;
  for (let at = from; at < end; at += 1) {
    const letter = load<u8>(at);
    if (letter >= 65 && letter <= 90 && letters < 6) letters += 1;
    else if (letter === 44 && letters > 1) letters = 0;
    else return false;
  }
  return letters > 1;
}
