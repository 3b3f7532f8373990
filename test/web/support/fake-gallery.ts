import { labelFields, type LabelField, type LabelPatch } from '#contracts';
import { changesBetween, patched } from '../../../apps/api/src/persistence/patch-label.ts';
import { cleanTags } from '../../../apps/web/src/app/sync/apply-edits.ts';
import type { Edit, KnownLabel } from '../../../apps/web/src/app/sync/edit.ts';
import type { EditSender, Reply } from '../../../apps/web/src/app/sync/edit-sender.ts';
import type { Refusal } from '../../../apps/web/src/app/sync/verdict.ts';

/** One accepted request, and the edit that it came from. */
export interface Accepted {
  readonly id: string;
  readonly key: string;
  readonly path: string;
  readonly version: number;
}

interface Remembered {
  readonly fingerprint: string;
  readonly reply: Reply;
}

export function refusal(status: number, code: Refusal['code'] = null, retryAfterMs: number | null = null): Refusal {
  return { kind: 'refusal', status, code, message: `refused with ${status}`, retryAfterMs };
}

/** The rules of the server about versions, keys and conflicts, without the server. */
export class FakeGallery implements EditSender {
  readonly accepted: Accepted[] = [];
  /** Every request that arrived. */
  readonly arrived: Edit[] = [];
  /** Asked before a change of ours is made. */
  onAccept: (edit: Edit, before: KnownLabel) => void = () => undefined;
  private readonly labels = new Map<string, KnownLabel>();
  private readonly changes = new Map<string, [version: number, fields: LabelField[]][]>();
  private readonly keys = new Map<string, Remembered>();
  private seq = 0;

  label(path: string): KnownLabel {
    return this.labels.get(path) ?? fresh(path);
  }

  /** Somebody else writes. */
  write(path: string, patch: LabelPatch, by = 'bob'): KnownLabel {
    this.apply(path, patch, by);
    return this.label(path);
  }

  send(edit: Edit): Promise<Reply> {
    return Promise.resolve(this.answer(edit));
  }

  read(path: string): Promise<KnownLabel | null> {
    return Promise.resolve(this.label(path));
  }

  answer(edit: Edit): Reply {
    this.arrived.push(edit);
    const fingerprint =
      edit.kind === 'item' ? JSON.stringify([edit.path, edit.base.version, edit.patch]) : JSON.stringify([edit.id]);
    const known = this.keys.get(edit.key);
    if (known !== undefined)
      return known.fingerprint === fingerprint ? known.reply : refusal(422, 'idempotency_key_reused');
    const reply = this.decide(edit);
    if (reply.kind !== 'refusal' && reply.kind !== 'overtaken') this.keys.set(edit.key, { fingerprint, reply });
    return reply;
  }

  private decide(edit: Edit): Reply {
    if (edit.kind === 'undo') throw new Error('Nothing is taken back here.');
    if (edit.kind === 'bulk') {
      const paths = 'paths' in edit.scope ? edit.scope.paths : [];
      for (const path of paths) this.apply(path, edit.patch, 'ann', edit);
      const answer = {
        gesture_id: `g${this.seq}`,
        matched: paths.length,
        changed: paths.length,
        unchanged: 0,
        missing: 0,
      };
      return { kind: 'bulk-saved', answer: { ...answer, durability: 'disk' } };
    }
    const { path, base, patch } = edit;
    const current = this.label(path);
    if (current.version !== base.version) {
      const since = (this.changes.get(path) ?? []).filter(([version]) => version > base.version);
      const fields = new Set(since.flatMap(([, changed]) => changed));
      return { kind: 'overtaken', current, changed: labelFields.filter((field) => fields.has(field)) };
    }
    this.apply(path, patch, 'ann', edit);
    return { kind: 'saved', label: this.label(path), gesture: `g${this.seq}` };
  }

  private apply(path: string, patch: LabelPatch, by: string, edit?: Edit): void {
    const before = this.label(path);
    if (edit) this.onAccept(edit, before);
    const after = patched(before, clean(patch));
    const changes = changesBetween(before, after);
    if (edit) this.accepted.push({ id: edit.id, key: edit.key, path, version: before.version + (changes ? 1 : 0) });
    if (changes === undefined) return;
    this.seq += 1;
    const version = before.version + 1;
    this.labels.set(path, { path, version, ...after, updatedAt: String(this.seq), updatedBy: by });
    const fields = labelFields.filter((field) => changes[field] !== undefined);
    this.changes.set(path, [...(this.changes.get(path) ?? []), [version, fields]]);
  }
}

export function fresh(path: string): KnownLabel {
  return { path, version: 1, star: null, tags: [], notes: '', updatedAt: '', updatedBy: 'server' };
}

function clean(patch: LabelPatch): LabelPatch {
  return {
    ...patch,
    ...(patch.set_tags && { set_tags: [...cleanTags(patch.set_tags)] }),
    ...(patch.add_tags && { add_tags: [...cleanTags(patch.add_tags)] }),
    ...(patch.remove_tags && { remove_tags: [...cleanTags(patch.remove_tags)] }),
  };
}
