const FIRST_MS = 2000;
const LONGEST_MS = 30_000;
/** Nobody is kept waiting for longer than this, whatever an answer says. */
const LONGEST_ASKED_MS = 120_000;

/** From half of what doubles with every failure up to the whole: 1 to 2 s, 2 to 4 s, … 15 to 30 s. */
export function pauseAfter(failures: number, chance: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return most * (0.5 + chance / 2);
}

/** What `Retry-After` asks for, in milliseconds: seconds, or a date. 0 when it says nothing that can be understood. */
export function askedPause(retryAfter: string | null, wallMs: number): number {
  if (retryAfter === null) return 0;
  const ms = /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - wallMs;
  return Number.isNaN(ms) ? 0 : Math.min(LONGEST_ASKED_MS, Math.max(0, ms));
}
