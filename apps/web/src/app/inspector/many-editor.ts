import { ChangeDetectionStrategy, Component, DestroyRef, computed, inject, input, viewChild } from '@angular/core';
import type { Star } from '#contracts';
import { Comparison } from '../state/comparison.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { Selection, type Selected } from '../state/selection.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { Icon } from '../ui/icon.ts';
import { keepKeys } from '../ui/keep-keys.ts';
import { count } from '../state/quantities.ts';
import { Stars } from '../ui/stars.ts';
import { visibleText } from '../ui/visible-text.ts';
import { TagOrder } from './tag-order.ts';
import { TagsField } from './tags-field.ts';

/** More tags than this are no list that anybody reads. */
const SHOWN = 100;

interface SharedTag {
  readonly tag: string;
  readonly count: number;
  readonly isOnAll: boolean;
}

/** The labels of everything that is selected: what they share, and what only some have. */
@Component({
  selector: 'll-many-editor',
  imports: [Icon, Stars, TagsField],
  templateUrl: './many-editor.html',
  styleUrl: './many-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ManyEditor {
  readonly selected = input.required<Selected>();
  private readonly desk = inject(LabelDesk);
  private readonly keys = inject(LabelKeys);
  protected readonly selection = inject(Selection);
  protected readonly comparison = inject(Comparison);
  private readonly wanted = inject(WantedFields);
  private readonly tagsField = viewChild(TagsField);
  protected readonly whyNot = inject(Identity).whyNotLabel;
  protected readonly count = computed(() => count(this.selected().count));
  /** Not of all of them the labels are here. */
  protected readonly isPartly = computed(() => this.selected().rows.length < this.selected().count);
  protected readonly known = computed(() => count(this.selected().rows.length));
  private readonly labels = computed(() => this.selected().rows.map((row) => this.desk.of(row)));
  /** The star that all have; null when they differ. */
  protected readonly star = computed<Star>(() => this.keys.starOfAll(this.selected()));
  private readonly tagOrder = new TagOrder();
  protected readonly tags = computed<SharedTag[]>(() => {
    const counts = new Map<string, number>();
    for (const { tags } of this.labels()) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    const { scope, count: all } = this.selected();
    return this.tagOrder
      .of(JSON.stringify(scope), counts)
      .slice(0, SHOWN)
      .map((tag) => ({ tag, count: counts.get(tag) ?? 0, isOnAll: counts.get(tag) === all }));
  });
  protected readonly visible = visibleText;
  protected readonly keepKeys = keepKeys;

  constructor() {
    // Notes are written on one image at a time.
    inject(DestroyRef).onDestroy(this.wanted.register('tags', () => this.tagsField()?.focus()));
  }

  protected rate(star: Star): void {
    this.keys.writeMany(this.selected(), { set_star: star });
    this.leave();
  }

  protected add(tags: string[]): void {
    this.keys.writeMany(this.selected(), { add_tags: tags });
  }

  /** What some have, all get; what all have, none keeps. */
  protected toggle(tag: string): void {
    // As it is now: a second click may come before the first is drawn.
    const isOnAll = this.tags().some((shared) => shared.tag === tag && shared.isOnAll);
    this.keys.writeMany(this.selected(), isOnAll ? { remove_tags: [tag] } : { add_tags: [tag] });
  }

  protected remove(tag: string): void {
    this.keys.writeMany(this.selected(), { remove_tags: [tag] });
  }

  protected clear(): void {
    this.selection.clear();
    this.leave();
  }

  protected leave(): void {
    this.wanted.leave();
  }
}
