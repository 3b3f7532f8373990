import { readFileSync } from 'node:fs';

/** Often enough that nobody notices an orphan, rarely enough that the check costs nothing. */
const everyMs = 500;

/**
 * Calls once when the process that started this one has gone. SIGTERM to npm ends the shell between it and its script,
 * and the script would run on for ever with nobody to stop it.
 * @param {() => void} vanished
 */
export function whenParentVanishes(vanished) {
  const watched = ancestors();
  if (watched.length === 0) return;
  const timer = setInterval(() => {
    if (watched.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(timer);
    vanished();
  }, everyMs);
  timer.unref();
}

/**
 * Pairs of a process and the parent it must keep. Empty when started by hand: a person may well close the shell and
 * mean the server to stay.
 * @returns {{ pid: number, parent: number }[]}
 */
function ancestors() {
  const parent = process.ppid;
  const launcher = Number(process.env.LENSLET_LAUNCHER);
  if (launcher > 0) {
    // Children of this process have other parents.
    delete process.env.LENSLET_LAUNCHER;
    return [{ pid: process.pid, parent: launcher }];
  }
  if (process.env.npm_lifecycle_event === undefined || parent === 1) return [];
  const pairs = [{ pid: process.pid, parent }];
  // npm → sh → here, where sh did not give its place to us. If npm is killed, sh stays.
  const grandparent = isShell(parent) ? parentOf(parent) : undefined;
  if (grandparent !== undefined && grandparent !== 1) pairs.push({ pid: parent, parent: grandparent });
  return pairs;
}

/** @param {number} pid */
function parentOf(pid) {
  return pid === process.pid ? process.ppid : stat(pid)?.parent;
}

/** @param {number} pid */
function isShell(pid) {
  return /^(ba|da|k|z)?sh$/.test(stat(pid)?.name ?? '');
}

/** @param {number} pid */
function stat(pid) {
  try {
    const [, name = '', parent] = /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return { name, parent: Number(parent) };
  } catch {
    // It has ended, or this system has no /proc: then the direct parent alone is watched.
    return undefined;
  }
}
