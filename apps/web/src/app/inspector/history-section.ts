import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import type { ItemRow, LabelPatch, Operation } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { changeWords, restoring } from '../state/change-words.ts';
import { foldOperations } from '../state/history-folds.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { OwnNames } from '../state/own-names.ts';
import { dateTime } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { withLatest, withOlder, type HistoryPages } from './history-pages.ts';

interface Entry {
  /** That of its first piece: it stays when more is written. */
  readonly id: number;
  readonly by: string;
  readonly at: string;
  readonly changes: readonly string[];
  /** What leads to what this change wrote; null where that cannot be written. */
  readonly restore: LabelPatch | null;
  /** Of a text that was saved piece by piece: each of them. */
  readonly pieces: readonly Entry[];
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
  protected readonly entries = computed<readonly Entry[] | null>(() => {
    const shown = this.shown();
    return shown && foldOperations(shown.operations).flatMap((run) => entryOf(run, this.names));
  });
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

/** Of changes that are one writing: from what was there before the first of them to what the last wrote. */
function entryOf(run: readonly Operation[], names: OwnNames): Entry[] {
  const [latest, first] = [run[0], run.at(-1)];
  if (latest === undefined || first === undefined) return [];
  return [
    {
      id: first.version,
      by: visibleText(names.words(latest.updated_by)),
      at: dateTime(latest.at),
      changes: changeWords(latest.changes, visibleText),
      restore: restoring(latest.changes, 1),
      pieces: run.length > 1 ? run.flatMap((each) => entryOf([each], names)) : [],
    },
  ];
}
