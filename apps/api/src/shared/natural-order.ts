/**
 * A text whose plain comparison is the natural order of names: letter case does not matter, numbers count by
 * value (`img2` before `img10`). Each run of digits is preceded by a character for its length, so that longer
 * numbers sort later without being parsed. Names that are equal so far are told apart by the name itself.
 */
export function naturalKey(name: string): string {
  return name.toLowerCase().replace(/\d+/g, measuredNumber) + '\0' + name;
}

function measuredNumber(digits: string): string {
  const value = digits.replace(/^0+(?=\d)/, '');
  // '0' + length keeps a number among the digits of the alphabet, before the letters, as people expect it.
  return String.fromCharCode(0x30 + Math.min(value.length, 9)) + (value.length > 9 ? longNumber(value) : value);
}

function longNumber(value: string): string {
  return String.fromCharCode(0x100 + value.length) + value;
}

export function compareNaturally(a: string, b: string): number {
  const [left, right] = [naturalKey(a), naturalKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
