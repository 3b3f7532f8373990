import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  effect,
  inject,
  output,
  untracked,
} from '@angular/core';
import { imageTypes, type MetricFacet, type NameCount } from '#contracts';
import { Address } from '../state/address.ts';
import { filtersIn, type Chip } from '../state/chips.ts';
import { FacetsWatch } from '../state/facets-watch.ts';
import { join, queryKey, queryOf } from '../state/place.ts';
import { personToChoose } from '../state/person-words.ts';
import { DayInput } from '../ui/day-input.ts';
import { Icon } from '../ui/icon.ts';
import { count, countOf } from '../state/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import * as edits from './chip-edits.ts';
import { FacetList, type FacetValue } from './facet-list.ts';
import { starWord, typeWord, valueWord } from '../state/filter-words.ts';
import { MetricHistogram, type Range } from './metric-histogram.ts';

/** No folder has a slash in its name. */
const HERE = '/';

/** Everything one can narrow what is shown by, with how many images each choice would leave. */
@Component({
  selector: 'll-filter-panel',
  imports: [DayInput, FacetList, Icon, MetricHistogram],
  templateUrl: './filter-panel.html',
  styleUrl: './filter-panel.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterPanel {
  readonly closed = output();
  private readonly address = inject(Address);
  private readonly watch = inject(FacetsWatch);
  private readonly chips = computed(() => this.address.place().chips);
  protected readonly facets = this.watch.facets;
  protected readonly hasFailed = this.watch.hasFailed;
  protected readonly countOf = countOf;
  protected readonly count = count;

  protected readonly labelled = computed(() => edits.labelledIn(this.chips()));
  protected readonly tagMode = computed(() => edits.tagModeIn(this.chips()));
  protected readonly hasManyTags = computed(() => {
    const { all = [], any = [] } = edits.tagsIn(this.chips());
    return all.length + any.length > 1;
  });
  protected readonly stars = computed<FacetValue[]>(() => {
    const on = edits.starsIn(this.chips());
    return (
      (this.facets()?.stars ?? [])
        .toReversed()
        .map(({ star, count }) => ({ key: String(star), words: starWord(star), count, isOn: on.includes(star) }))
        // Nobody gives it on this page; other programs may.
        .filter(({ key, count, isOn }) => key !== '0' || count > 0 || isOn)
    );
  });
  protected readonly tags = computed<FacetValue[]>(() => {
    const { all = [], any = [], none = [] } = edits.tagsIn(this.chips());
    const on = [...all, ...any];
    const told = (this.facets()?.tags.values ?? []).map(({ tag, count }) => ({ name: tag, count }));
    return withChosen(told, [...on, ...none]).map(({ name: tag, count }) => ({
      key: tag,
      words: visibleText(tag),
      count,
      isOn: on.includes(tag),
      isOut: none.includes(tag),
    }));
  });
  protected readonly types = computed<FacetValue[]>(() => {
    const on = edits.typesIn(this.chips());
    return (this.facets()?.types ?? [])
      .filter(({ type, count }) => count > 0 || on.includes(type))
      .map(({ type, count }) => ({ key: type, words: typeWord(type), count, isOn: on.includes(type) }));
  });
  protected readonly people = computed<FacetValue[]>(() => {
    const on = edits.authorsIn(this.chips());
    return withChosen(this.facets()?.updated_by.values ?? [], on).map(({ name, count }) => ({
      key: name,
      words: visibleText(personToChoose(name)),
      count,
      isOn: on.includes(name),
    }));
  });
  protected readonly folders = computed<FacetValue[]>(() => {
    const folders = this.facets()?.folders.values ?? [];
    const below = folders.map(({ name, count }) => ({ key: name, words: visibleText(name), count, isOn: false }));
    const directly = this.directlyHere();
    if (directly === null) return below;
    return [{ key: HERE, words: 'Directly here', count: directly, isOn: !this.address.place().recursive }, ...below];
  });
  /** How many images lie in no folder below; null where that is not known, and where nothing else is shown or could be. */
  private readonly directlyHere = computed(() => {
    const facets = this.facets();
    if (facets === null) return null;
    if (!this.address.place().recursive) return facets.total;
    const { values, distinct } = facets.folders;
    if (values.length === 0 || values.length < distinct) return null;
    return facets.total - values.reduce((sum, { count }) => sum + count, 0);
  });
  /** Those of the source, and those that a condition names, which may be another source's. */
  protected readonly categories = computed(() => {
    const [told, chips] = [this.facets()?.categories.values ?? [], this.chips()];
    const named = filtersIn(chips).flatMap((filter) => ('category' in filter ? [filter.category.key] : []));
    const silent = named.filter((key) => !told.some((each) => each.key === key));
    return [...told, ...silent.map((key) => ({ key, values: [] }))].map(({ key, values }) => {
      const on = edits.categoryIn(chips, key);
      const lines = withChosen(values, on).map(({ name, count }): FacetValue => ({
        key: name,
        words: visibleText(valueWord(name)),
        count,
        isOn: on.includes(name),
      }));
      return { key, words: visibleText(key), values: lines };
    });
  });
  protected readonly metrics = computed(() => this.facets()?.metrics.values ?? []);
  protected readonly added = computed(() => edits.daysIn(this.chips(), 'added_at'));
  protected readonly changed = computed(() => edits.daysIn(this.chips(), 'updated_at'));
  protected readonly name = computed(() => edits.wordsIn(this.chips(), 'name'));
  protected readonly notes = computed(() => edits.wordsIn(this.chips(), 'notes'));
  protected readonly width = computed(() => edits.atLeastIn(this.chips(), 'width') ?? '');
  protected readonly height = computed(() => edits.atLeastIn(this.chips(), 'height') ?? '');
  protected readonly megabytes = computed(() => {
    const size = edits.atLeastIn(this.chips(), 'size');
    return size === null ? '' : size / 1e6;
  });

  constructor() {
    const query = computed(() => queryOf(this.address.place()), { equal: (a, b) => queryKey(a) === queryKey(b) });
    effect(() => {
      const asked = query();
      untracked(() => {
        this.watch.look(asked);
      });
    });
    inject(DestroyRef).onDestroy(() => {
      this.watch.leave();
    });
  }

  protected retry(): void {
    this.watch.retry();
  }

  protected setLabelled(is: boolean | null): void {
    this.go(edits.setLabelled(this.chips(), is));
  }

  protected pickStar(key: string): void {
    const star = [null, 0, 1, 2, 3, 4, 5].find((each) => String(each) === key);
    // One of those that were offered.
    if (star !== undefined) this.go(edits.toggleStar(this.chips(), star as Parameters<typeof edits.toggleStar>[1]));
  }

  protected pickTag(tag: string, how: 'with' | 'without'): void {
    this.go(edits.toggleTag(this.chips(), tag, how, this.tagMode()));
  }

  protected setTagMode(mode: edits.TagMode): void {
    this.go(edits.setTagMode(this.chips(), mode));
  }

  protected pickType(key: string): void {
    const type = imageTypes.find((each) => each === key);
    if (type !== undefined) this.go(edits.toggleType(this.chips(), type));
  }

  protected pickPerson(name: string): void {
    this.go(edits.toggleAuthor(this.chips(), name));
  }

  protected pickCategory(key: string, name: string): void {
    this.go(edits.toggleCategory(this.chips(), key, name));
  }

  protected openFolder(name: string): void {
    if (name === HERE) this.address.go({ recursive: !this.address.place().recursive, image: null });
    else this.address.go({ path: join(this.address.place().path, name), image: null });
  }

  protected setWords(subject: 'name' | 'notes', text: string): void {
    this.go(edits.setWords(this.chips(), subject, text.trim()));
  }

  protected setDays(subject: edits.TimeSubject, from: string, last: string): void {
    this.go(edits.setDays(this.chips(), subject, from, last));
  }

  protected setAtLeast(subject: edits.NumberSubject, text: string, unit = 1): void {
    const value = text.trim() === '' ? null : Number(text) * unit;
    if (value === null || (Number.isFinite(value) && value >= 0))
      this.go(edits.setAtLeast(this.chips(), subject, value === null ? null : Math.round(value)));
  }

  protected rangeOf({ key }: MetricFacet): Range | null {
    return edits.metricIn(this.chips(), key);
  }

  /** Only those without a number are wanted. */
  protected isNoneOf(facet: MetricFacet): boolean {
    return edits.isLackingIn(this.chips(), facet.key) && this.rangeOf(facet) === null;
  }

  /** Images without this number, as a choice; null where there are none. */
  protected lackingOf(facet: MetricFacet): FacetValue[] | null {
    const isOn = edits.isLackingIn(this.chips(), facet.key);
    const count = edits.lackingOf(facet, this.facets()?.total ?? 0, this.chips());
    return count === 0 && !isOn ? null : [{ key: '', words: 'Without a number', count, isOn }];
  }

  protected pickLacking(key: string): void {
    this.go(edits.toggleLacking(this.chips(), key));
  }

  protected chooseMetric(key: string, range: Range | null): void {
    this.go(edits.setMetric(this.chips(), key, range));
  }

  /** Which way; null where the order is another one. */
  protected sortedBy(key: string): 'asc' | 'desc' | null {
    const { sort } = this.address.place();
    return sort.key === `metric:${key}` ? sort.dir : null;
  }

  protected sortWords(key: string): string {
    const dir = this.sortedBy(key);
    return dir === null ? '' : dir === 'asc' ? ', ascending' : ', descending';
  }

  protected sortBy(key: string): void {
    const dir = this.sortedBy(key) === 'desc' ? 'asc' : 'desc';
    this.address.go({ sort: { key: `metric:${key}`, dir }, image: null });
  }

  private go(chips: readonly Chip[]): void {
    this.address.go({ chips, image: null });
  }
}

/** What is chosen can be let go of, also where the server does not count it among the most frequent. */
function withChosen(told: readonly NameCount[], chosen: readonly string[]): NameCount[] {
  const silent = chosen.filter((name) => !told.some((each) => each.name === name));
  return [...told, ...silent.map((name) => ({ name, count: 0 }))];
}
