import { limits } from '#contracts';

/** Line breaks, control characters, and those that turn text around. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** A name as the server takes it. One that it refuses would have it refuse every change of this person. */
export function fitName(text: string): string {
  const clean = text.replace(unfit, '').trim().normalize('NFC');
  return Array.from(clean).slice(0, limits.nameCharacters).join('').trim();
}
