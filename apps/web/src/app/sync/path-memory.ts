import { labelFields, type LabelField } from '#contracts';
import type { ItemEdit, KnownLabel } from './edit.ts';
import { rebase } from './rebase.ts';

interface Known {
  /** From this version on it is known which changes were ours. */
  readonly since: number;
  readonly current: KnownLabel;
  /** The version by which somebody else had changed the field; 0 when nobody did. */
  readonly others: Readonly<Record<LabelField, number>>;
  /** Their notes by then. An edit that was made on this very text is later than it, whatever the versions say. */
  readonly theirNotes: string | null;
  /** The last notes of this browser that were taken: two of its tabs may write different ones, and neither has read the other's. */
  readonly ours: { readonly version: number; readonly tab: string | undefined } | null;
}

const nobody: Known['others'] = { tags: 0, notes: 0, star: 0 };
/** Paths that were written lately. One that was forgotten costs a question that is answered with a conflict. */
const mostPaths = 1000;

/**
 * What the answers of the server said of each item, and which of its changes were ours. An edit that was made before the answer to the
 * one before it had come names a version that is old by our own doing: that is no conflict, not even between notes.
 */
export class PathMemory {
  private readonly paths = new Map<string, Known>();

  clear(): void {
    this.paths.clear();
  }

  /** Our change was taken. */
  saved({ base, patch, clientId: tab }: ItemEdit, label: KnownLabel): void {
    const known = this.paths.get(label.path);
    const ours = patch.set_notes === undefined ? (known?.ours ?? null) : { version: label.version, tab };
    if (known?.current.version === base.version) this.set({ ...known, current: label, ours });
    // Otherwise nothing is known of what lies between, or it is the answer of long ago, told again.
    else if (known === undefined || known.current.version < label.version)
      this.set({ since: base.version, current: label, others: nobody, theirNotes: null, ours });
  }

  /** Somebody else was faster. */
  overtaken(base: KnownLabel, current: KnownLabel, changed: readonly LabelField[]): void {
    const known = this.paths.get(current.path);
    const isNext = known !== undefined && known.since <= base.version;
    const others = { ...(isNext ? known.others : nobody) };
    for (const field of changed) others[field] = current.version;
    const theirNotes = changed.includes('notes') ? current.notes : isNext ? known.theirNotes : null;
    const ours = isNext ? known.ours : null;
    this.set({ since: isNext ? known.since : base.version, current, others, theirNotes, ours });
  }

  /** The edit, which was never sent, against the latest that is known; in conflict where others wrote what it wants to write. */
  brought(edit: ItemEdit): ItemEdit {
    const known = this.paths.get(edit.path);
    const { version } = edit.base;
    if (known === undefined || version < known.since || version >= known.current.version) return edit;
    const changed = labelFields.filter((field) =>
      field === 'notes' ? areOthersNotes(known, edit) : known.others[field] > version,
    );
    const rebased = changed.length === 0 ? null : rebase(edit, known.current, changed, edit.key);
    // Whether everything is there already, the server shall say: this may be old.
    return rebased === null || rebased.kind === 'settled' ? { ...edit, base: known.current } : rebased.edit;
  }

  private set(known: Known): void {
    const { path } = known.current;
    this.paths.delete(path);
    this.paths.set(path, known);
    if (this.paths.size <= mostPaths) return;
    const [oldest] = this.paths.keys();
    if (oldest !== undefined) this.paths.delete(oldest);
  }
}

/** There are notes which whoever wrote the edit cannot have read by then: somebody else's, or those of another tab. */
function areOthersNotes({ others, theirNotes, ours, current }: Known, { base, seen, clientId }: ItemEdit): boolean {
  if (others.notes > base.version && theirNotes !== base.notes) return true;
  return ours !== null && ours.version > base.version && ours.tab !== clientId && seen.notes !== current.notes;
}
