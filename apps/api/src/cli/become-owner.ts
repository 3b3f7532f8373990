import { accessSync, constants, statSync } from 'node:fs';
import { CannotStart } from '../shared/cannot-start.ts';
import type { EntryFiles } from '../settings/settings.module.ts';

/**
 * Root that works ahead for a server of somebody else goes on as that one: what is made belongs to it, and nothing is
 * read that it may not read. Before any thread or child is there.
 */
export function becomeOwner(workspace: string | null, { scanner }: EntryFiles): void {
  if (workspace === null || process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(workspace);
  if (uid === 0) return;
  takeGroups(uid, gid);
  process.setgid?.(gid);
  process.setuid?.(uid);
  try {
    accessSync(scanner, constants.R_OK);
  } catch {
    throw new CannotStart(
      `${workspace} belongs to user ${String(uid)}, who may not read this program: install it where everyone can read it.`,
    );
  }
}

/** The images may be readable by one of its other groups. */
function takeGroups(uid: number, gid: number): void {
  try {
    // The types do not know it.
    (process as { initgroups?: (user: number, group: number) => void }).initgroups?.(uid, gid);
  } catch {
    // A user of whom this system only knows the number, as in containers.
    process.setgroups?.([gid]);
  }
}
