import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import type { ItemRow } from '#contracts';
import { ItemDetails } from '../state/item-details.ts';
import { Meant } from '../state/meant.ts';
import { parentOf } from '../state/place.ts';
import { Selection } from '../state/selection.ts';
import { CopyButton } from '../ui/copy-button.ts';
import { Icon } from '../ui/icon.ts';
import { Marked } from '../ui/marked.ts';
import { bytes, dateTime, isFileKnown } from '../state/quantities.ts';
import { valueWord } from '../state/filter-words.ts';
import { visibleText } from '../ui/visible-text.ts';
import { cameraFacts, textOf, type Fact } from '../state/camera.ts';
import { HistorySection } from './history-section.ts';
import { LabelEditor } from './label-editor.ts';
import { ManyEditor } from './many-editor.ts';
import { MetadataGroups } from './metadata-groups.ts';
import { PromptSection } from './prompt-section.ts';
import { soughtWords } from './sought-words.ts';

/** Everything that is known of the focused image: what the list says at once, what is embedded in it a moment later. */
@Component({
  selector: 'll-inspector',
  imports: [CopyButton, HistorySection, Icon, LabelEditor, ManyEditor, Marked, MetadataGroups, PromptSection],
  templateUrl: './inspector.html',
  styleUrl: './inspector.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Inspector {
  /** The image that is open large, or active in a comparison: then nothing is said of any other. */
  readonly opened = input.required<string | null>();
  readonly closed = output();

  private readonly meant = inject(Meant);
  private readonly reader = inject(ItemDetails);
  private readonly selection = inject(Selection);
  /** Several are meant: their labels are what matters. */
  protected readonly selected = computed(() => (this.opened() === null ? this.selection.selected() : null));
  /** As it was read last: what is written on it may be newer than anything else that is known. */
  protected readonly row = computed(() => {
    const [focused, opened] = [this.meant.focused(), this.opened()];
    return focused !== undefined && (opened === null || opened === focused.path) ? focused : null;
  });
  /** The file of it: what is embedded there is not asked for again because somebody wrote a label. */
  protected readonly item = computed(() => this.row(), { equal: sameFile });
  protected readonly name = computed(() => visibleText(this.item()?.name ?? ''));
  protected readonly folder = computed(() => visibleText(parentOf(this.item()?.path ?? '/')));
  protected readonly inName = soughtWords('name');
  protected readonly inPath = soughtWords('path');
  protected readonly details = computed(() => {
    const [item, details] = [this.item(), this.reader.details()];
    // Of another image: then nothing is known of this one yet.
    return item !== null && details.kind !== 'none' && details.of.path === item.path ? details : null;
  });
  protected readonly ready = computed(() => {
    const details = this.details();
    return details?.kind === 'ready' ? details : null;
  });
  protected readonly failure = computed(() => {
    const details = this.details();
    return details?.kind === 'failed' ? details.failure : null;
  });
  protected readonly basics = computed<Fact[]>(() => basicsOf(this.item(), this.ready()?.sidecar.exif.createdAt));
  /** What the source says of it in words. */
  protected readonly categories = computed<Fact[]>(() =>
    Object.entries(this.row()?.categories ?? {}).map(([name, value]) => ({
      name: visibleText(name),
      value: visibleText(valueWord(value)),
    })),
  );
  /** Numbers that jobs have found out about it, and those of the source. */
  protected readonly metrics = computed<Fact[]>(() =>
    Object.entries(this.row()?.metrics ?? {}).map(([name, value]) => ({
      name: visibleText(name),
      value: String(Number(value.toPrecision(6))),
    })),
  );
  protected readonly camera = computed<Fact[]>(() => {
    const ready = this.ready();
    return ready === null ? [] : cameraFacts(ready.metadata);
  });

  protected readonly textOf = textOf;

  constructor() {
    effect(() => {
      const item = this.item();
      untracked(() => {
        this.reader.show(item);
      });
    });
  }
}

function sameFile(a: ItemRow | null, b: ItemRow | null): boolean {
  return a === b || (a !== null && b !== null && a.path === b.path && a.fingerprint === b.fingerprint && a.w === b.w);
}

function basicsOf(item: ItemRow | null, takenAt: string | undefined): Fact[] {
  if (item === null) return [];
  const facts: Fact[] = [];
  if (item.w > 0) {
    const megapixels = (item.w * item.h) / 1_000_000;
    const amount = megapixels >= 0.1 ? ` · ${megapixels.toFixed(megapixels < 10 ? 1 : 0)} MP` : '';
    facts.push({ name: 'Dimensions', value: `${String(item.w)} × ${String(item.h)}${amount}` });
  }
  if (isFileKnown(item)) facts.push({ name: 'Size', value: bytes(item.size) });
  facts.push({ name: 'Type', value: item.type.replace('image/', '').toUpperCase() });
  if (takenAt !== undefined) facts.push({ name: 'Taken', value: dateTime(takenAt) });
  if (isFileKnown(item)) facts.push({ name: 'File date', value: dateTime(item.addedAt) });
  return facts;
}
