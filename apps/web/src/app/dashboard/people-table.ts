import type { WorkedKind } from '#contracts';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { historyLink } from '../state/history-place.ts';
import { personToChoose } from '../state/person-words.ts';
import { count } from '../state/quantities.ts';
import { spanOf } from '../state/work-period.ts';
import { InAppLink } from '../ui/in-app-link.ts';
import { visibleText } from '../ui/visible-text.ts';
import { DashboardDesk } from './dashboard-desk.ts';
import { definitions } from './definitions.ts';
import { durationWords, endsWords, percentWords, secondsWords } from './number-words.ts';
import type { PeopleRow } from './people-rows.ts';
import { SortHeader } from './sort-header.ts';
import { TableOrder } from './table-order.ts';

type Key = 'name' | 'labels' | 'first' | 'own' | 'others' | 'active' | 'median' | 'undone' | 'refused';

interface Cell {
  readonly key: Key;
  readonly says: string;
  readonly more: string;
  /** null where there are no images behind it. */
  readonly link: string | null;
}

/** Who did how much, how fast, and how much of it again. */
@Component({
  selector: 'll-people-table',
  imports: [InAppLink, SortHeader],
  templateUrl: './people-table.html',
  styleUrl: './data-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PeopleTable {
  readonly people = input.required<readonly PeopleRow[]>();
  private readonly desk = inject(DashboardDesk);
  protected readonly order = new TableOrder<Key>({ key: 'labels', isDown: true }, 'name');
  protected readonly columns: readonly { key: Key; name: string; says: string }[] = [
    { key: 'name', name: 'Name', says: definitions.name },
    { key: 'labels', name: 'Labels', says: definitions.labels },
    { key: 'first', name: 'First', says: definitions.first },
    { key: 'own', name: 'Again, own', says: definitions.own },
    { key: 'others', name: 'Again, others’', says: definitions.others },
    { key: 'active', name: 'Active', says: definitions.active },
    { key: 'median', name: 'An image', says: definitions.median },
    { key: 'undone', name: 'Taken back', says: definitions.undone },
    { key: 'refused', name: 'Refused', says: definitions.refused },
  ];
  /** Of the days that are shown. */
  private readonly historyOf = computed(() => {
    const counted = this.desk.counted();
    const { first, last } = counted ? spanOf(counted.place.period, counted.today) : { first: null, last: null };
    const when = first === null && last === null ? 'ever' : { from: first, to: last };
    return (by: string) => historyLink({ by, when });
  });
  protected readonly rows = computed(() => {
    const historyOf = this.historyOf();
    return this.order.sorted(this.people(), valueOf).map((person) => ({
      name: person.name,
      says: visibleText(personToChoose(person.name)),
      history: historyOf(person.name),
      cells: this.cellsOf(person),
    }));
  });

  private cellsOf(person: PeopleRow): Cell[] {
    const { labels, first, again, active_seconds: active, median_seconds: median, undone, refused, written } = person;
    const number = (key: Key, value: number, kind?: WorkedKind, more = ''): Cell => ({
      ...{ key, says: count(value), more },
      link: this.linkOf(person, value, kind),
    });
    const share = (value: number): string => (value === 0 ? '' : percentWords(value, labels));
    return [
      number('labels', labels),
      number('first', first, 'first'),
      number('own', again.own, 'own', share(again.own)),
      number('others', again.others, 'others', share(again.others)),
      { key: 'active', says: active === 0 ? '–' : durationWords(active), more: '', link: this.linkOf(person, active) },
      { key: 'median', says: secondsWords(median), more: '', link: this.linkOf(person, median ?? 0) },
      number('undone', undone, 'undone'),
      { key: 'refused', says: count(refused), more: refused === 0 ? '' : endsWords(refused, written), link: null },
    ];
  }

  private linkOf({ name }: PeopleRow, value: number, kind?: WorkedKind): string | null {
    const behind = this.desk.behind();
    return behind === null || value === 0 ? null : behind.worked({ by: name, ...(kind ? { kind } : {}) });
  }
}

function valueOf(person: PeopleRow, key: Key): string | number | null {
  switch (key) {
    case 'name':
      return visibleText(personToChoose(person.name));
    case 'own':
    case 'others':
      return person.again[key];
    case 'active':
      return person.active_seconds;
    case 'median':
      return person.median_seconds;
    default:
      return person[key];
  }
}
