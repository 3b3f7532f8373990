import type { Edit, OutboxNews } from '../sync/edit.ts';

const KEPT = 500;

/** Tells what this browser did itself from what others did: the stream tells both alike. */
export class OwnWork {
  private readonly gestures = new Set<string>();
  /** On their way: the event of one may be here before its answer. */
  private readonly sending = new Map<string, Edit>();

  hearOutbox(news: OutboxNews): void {
    if (news.kind === 'all') {
      this.sending.clear();
      for (const edit of news.edits) this.note(edit);
    } else if (news.kind === 'put') this.note(news.edit);
    else if (news.kind === 'gone') {
      this.sending.delete(news.id);
      const { outcome } = news;
      if (outcome.kind === 'saved') this.keep(outcome.gesture);
      else if (outcome.kind === 'bulk-saved' || outcome.kind === 'undone') this.keep(outcome.answer.gesture_id);
    }
  }

  /** Of an event: which gesture, and on what; null for many images. */
  isOwn(gesture: string, path: string | null): boolean {
    if (this.gestures.has(gesture)) return true;
    for (const edit of this.sending.values()) {
      if (edit.kind === 'item' ? edit.path === path : true) return true;
    }
    return false;
  }

  /** It was done here, since the page was loaded. */
  isOwnGesture(gesture: string): boolean {
    return this.gestures.has(gesture);
  }

  private note(edit: Edit): void {
    if (edit.state === 'sending') this.sending.set(edit.id, edit);
    else this.sending.delete(edit.id);
  }

  private keep(gesture: string | null): void {
    if (gesture === null) return;
    this.gestures.add(gesture);
    const oldest = this.gestures.values().next();
    if (this.gestures.size > KEPT && oldest.done !== true) this.gestures.delete(oldest.value);
  }
}
