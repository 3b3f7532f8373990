import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import type { ItemRow, LabelPatch, Operation } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys, starWords } from '../state/label-keys.ts';
import { OwnNames } from '../state/own-names.ts';
import { dateTime } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { followedWords } from './followed-words.ts';
import { withLatest, withOlder, type HistoryPages } from './history-pages.ts';

interface Entry {
  readonly version: number;
  readonly by: string;
  readonly at: string;
  readonly changes: readonly string[];
  /** What leads to what this change wrote; null where that cannot be written. */
  readonly restore: LabelPatch | null;
}

/** Who changed what on this image, the latest first; what a change wrote can be had again. */
@Component({
  selector: 'll-history-section',
  templateUrl: './history-section.html',
  styleUrl: './history-section.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HistorySection {
  readonly row = input.required<ItemRow>();
  private readonly api = inject(GalleryApi);
  private readonly desk = inject(LabelDesk);
  private readonly keys = inject(LabelKeys);
  private readonly names = inject(OwnNames);
  protected readonly whyNot = inject(Identity).whyNotLabel;
  protected readonly isOpen = signal(false);
  private readonly read = signal<HistoryPages | null>(null);
  private readonly path = computed(() => this.row().path);
  private readonly shown = computed(() => {
    const read = this.read();
    return read?.of === this.path() ? read : null;
  });
  protected readonly hasFailed = signal(false);
  protected readonly hasMore = computed(() => this.shown()?.next !== undefined);
  private readonly version = computed(() => this.desk.of(this.row()).version);
  protected readonly entries = computed<readonly Entry[] | null>(
    () => this.shown()?.operations.map((each) => entryOf(each, this.names)) ?? null,
  );
  /** Counts the questions: only the answer to the last is of interest. */
  private asked = 0;

  constructor() {
    effect(() => {
      const path = this.path();
      // Each version is one more change.
      this.version();
      if (this.isOpen()) untracked(() => void this.load(path, null));
    });
  }

  protected toggle(event: Event): void {
    if (event.target instanceof HTMLDetailsElement) this.isOpen.set(event.target.open);
  }

  protected more(): void {
    void this.load(this.path(), this.shown());
  }

  protected restore(patch: LabelPatch): void {
    this.keys.write(this.row(), patch);
  }

  /** The page after these; null for the first. */
  private async load(path: string, after: HistoryPages | null): Promise<void> {
    const turn = (this.asked += 1);
    this.hasFailed.set(false);
    try {
      const answer = await this.api.itemHistory(path, after?.next);
      if (turn !== this.asked) return;
      this.read.set(after === null ? withLatest(path, this.read(), answer) : withOlder(after, answer));
    } catch {
      // The server is away, or refuses: what was read before stays.
      if (turn === this.asked) this.hasFailed.set(true);
    }
  }
}

function entryOf({ version, updated_by, at, changes }: Operation, names: OwnNames): Entry {
  const { star, tags, notes, metrics } = changes;
  const words = followedWords(changes).map(visibleText);
  const restore: LabelPatch = {};
  if (star !== undefined) {
    words.push(`${starWords(star[0])} → ${starWords(star[1])}`);
    restore.set_star = star[1];
  }
  if (tags !== undefined) {
    const [before, after] = tags;
    words.push(...after.filter((tag) => !before.includes(tag)).map((tag) => `+${visibleText(tag)}`));
    words.push(...before.filter((tag) => !after.includes(tag)).map((tag) => `−${visibleText(tag)}`));
    restore.set_tags = after;
  }
  if (notes !== undefined) {
    words.push(notes[1] === '' ? 'notes removed' : `“${shortened(notes[1])}”`);
    restore.set_notes = notes[1];
  }
  if (metrics !== undefined) words.push(`metrics: ${metrics.map(visibleText).join(', ')}`);
  const canRestore = Object.keys(restore).length > 0;
  return {
    version,
    by: visibleText(names.words(updated_by)),
    at: dateTime(at),
    changes: words,
    restore: canRestore ? restore : null,
  };
}

function shortened(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
