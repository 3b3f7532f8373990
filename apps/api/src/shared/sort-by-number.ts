import { Breather } from './breather.ts';

const digitBits = 16;
const digits = 64 / digitBits;

/**
 * Sorts `order` by the number that stands for each place of it; where numbers are equal it stays as it is, whichever way
 * round. Digit by digit, without comparing: half a million take 50 ms, where comparing takes many times as long.
 */
export async function sortByNumber(
  order: Uint32Array,
  numbers: Float64Array,
  isDescending: boolean,
  breather = new Breather(),
): Promise<void> {
  const count = order.length;
  const words = new Uint32Array(numbers.buffer, numbers.byteOffset, count * 2);
  const digitsOf = new Uint16Array(numbers.buffer, numbers.byteOffset, count * digits);
  await breather.through(count, (start, end) => makeComparable(words, start, end, isDescending));
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  for (let place = 0; place < count; place += 1) from[place] = place;
  for (let digit = 0; digit < digits; digit += 1) {
    const starts = await startsOf(digitsOf, digit, count, breather);
    if (!starts) continue;
    await breather.through(count, (start, end) => moveByDigit(from, to, digitsOf, digit, starts, start, end));
    [from, to] = [to, from];
  }
  to.set(order);
  await breather.through(count, (start, end) => {
    for (let at = start; at < end; at += 1) order[at] = to[from[at] ?? 0] ?? 0;
  });
}

/** Changes the bits of each number so that they are in order when read as a whole number without a sign. */
function makeComparable(words: Uint32Array, start: number, end: number, isDescending: boolean): void {
  const all = isDescending ? 0xffffffff : 0;
  for (let low = start * 2; low < end * 2; low += 2) {
    const [bottom, top] = [words[low] ?? 0, words[low + 1] ?? 0];
    // Of negative ones the larger number is the smaller. Minus zero is zero: nobody tells them apart.
    const isMinusZero = top === 0x80000000 && bottom === 0;
    const isNegative = top >>> 31 === 1 && !isMinusZero;
    words[low] = (isNegative ? ~bottom : bottom) ^ all;
    words[low + 1] = (isNegative ? ~top : (isMinusZero ? 0 : top) ^ 0x80000000) ^ all;
  }
}

/** Where those with each value of a digit begin; undefined when all have the same, so that nothing has to move. */
async function startsOf(
  digitsOf: Uint16Array,
  digit: number,
  count: number,
  breather: Breather,
): Promise<Uint32Array | undefined> {
  const starts = new Uint32Array((1 << digitBits) + 1);
  await breather.through(count, (from, to) => {
    for (let at = from * digits + digit; at < to * digits; at += digits) {
      const next = (digitsOf[at] ?? 0) + 1;
      starts[next] = (starts[next] ?? 0) + 1;
    }
  });
  if (starts[(digitsOf[digit] ?? 0) + 1] === count) return undefined;
  for (let value = 1; value < starts.length; value += 1)
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  return starts;
}

function moveByDigit(
  from: Uint32Array,
  to: Uint32Array,
  digitsOf: Uint16Array,
  digit: number,
  starts: Uint32Array,
  start: number,
  end: number,
): void {
  for (let each = start; each < end; each += 1) {
    const place = from[each] ?? 0;
    const value = digitsOf[place * digits + digit] ?? 0;
    const at = starts[value] ?? 0;
    to[at] = place;
    starts[value] = at + 1;
  }
}
