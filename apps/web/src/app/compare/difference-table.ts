import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Comparison } from '../state/comparison.ts';
import { Connection } from '../state/connection.ts';
import { nameOf } from '../state/place.ts';
import { visibleText } from '../ui/visible-text.ts';
import { ComparedDetails } from './compared-details.ts';
import { differencesOf, type DifferenceRow } from './difference.ts';
import { wordDifference, type Piece } from './word-difference.ts';

/** What is known of the images that are compared, side by side. What is not as in the first is marked. */
@Component({
  selector: 'll-difference-table',
  templateUrl: './difference-table.html',
  styleUrl: './difference-table.css',
  host: { role: 'region', 'aria-label': 'Differences' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DifferenceTable {
  readonly paths = input.required<readonly string[]>();
  private readonly comparison = inject(Comparison);
  private readonly details = inject(ComparedDetails);
  protected readonly isBrief = signal(true);
  private readonly rows = computed(() => this.paths().map((path) => this.comparison.row(path) ?? null));
  protected readonly heads = computed(() =>
    this.paths().map((path, at) => ({
      path,
      name: visibleText(nameOf(path)),
      isActive: this.comparison.focus() === at,
    })),
  );
  private readonly all = computed(() =>
    differencesOf(this.rows().map((row) => ({ row, details: row === null ? undefined : this.details.of(row) }))),
  );
  protected readonly isReading = computed(() => this.rows().some((row) => row !== null && !this.details.of(row)));
  protected readonly different = computed(() => this.all().filter(({ isDifferent }) => isDifferent).length);
  /** In their groups; the name of a group stands at its first line. */
  protected readonly shown = computed(() => {
    const lines = this.all().filter(({ isDifferent }) => isDifferent || !this.isBrief());
    return lines.map((line, at) => ({ line, isFirst: line.group !== lines[at - 1]?.group }));
  });

  constructor() {
    const connection = inject(Connection);
    effect(() => {
      if (connection.isReachable()) untracked(() => this.details.forgetFailures());
    });
    effect(() => {
      connection.isReachable();
      const rows = this.rows().filter((row) => row !== null);
      untracked(() => this.details.want(rows));
    });
  }

  /** The words of a long text that the first image does not have. */
  protected piecesOf({ isText, cells }: DifferenceRow, at: number): readonly Piece[] {
    const [first, cell] = [cells[0], cells[at]];
    const text = cell?.text ?? '';
    if (!isText || !cell?.isChanged || !first?.text) return [{ text, isNew: false }];
    return wordDifference(first.text, text);
  }
}
