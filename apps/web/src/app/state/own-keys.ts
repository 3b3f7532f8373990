import { usualKeys, type Command, type KeyMap } from './key-map.ts';
import type { OwnKeys } from './preferences.ts';

/** These keys with another one for a command; the others that it had are free. */
export function withKey(own: OwnKeys, bound: KeyMap, command: Command, chord: string): OwnKeys {
  const before = Object.entries(bound).filter(([, each]) => each === command);
  const freed = Object.fromEntries(before.map(([each]) => [each, null]));
  return onlyUnusual({ ...own, ...freed, [chord]: command });
}

/** The command has its usual keys again, and no other. Whoever has one of them loses it. */
export function withUsualKeys(own: OwnKeys, command: Command): OwnKeys {
  const left = Object.entries(own).filter(([chord, each]) => each !== command && usualKeys[chord] !== command);
  return onlyUnusual(Object.fromEntries(left));
}

export function isUnusual(own: OwnKeys, command: Command): boolean {
  return Object.entries(own).some(([chord, each]) => each === command || usualKeys[chord] === command);
}

/** The commands that had a key before, and have none now. */
export function keyless(before: KeyMap, after: KeyMap): Command[] {
  const left = new Set(Object.values(after));
  return [...new Set(Object.values(before))].filter((command) => !left.has(command));
}

function onlyUnusual(own: OwnKeys): OwnKeys {
  return Object.fromEntries(Object.entries(own).filter(([chord, each]) => (usualKeys[chord] ?? null) !== each));
}
