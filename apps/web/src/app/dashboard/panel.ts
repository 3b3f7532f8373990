import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Explained } from '../ui/explained.ts';
import { Icon } from '../ui/icon.ts';
import { saveFile } from '../ui/save-file.ts';
import { csvName, csvOf, type Table } from './csv.ts';
import { definitions, type Defined } from './definitions.ts';
import { DashboardDesk } from './dashboard-desk.ts';

/** One section: what it is, what that means, and its table as a file. */
@Component({
  selector: 'll-panel',
  imports: [Explained, Icon],
  template: `
    <header>
      <h3>
        <ll-explained [says]="says()">{{ heading() }}</ll-explained>
      </h3>
      <span class="note">{{ note() }}</span>
      <button
        type="button"
        class="button csv"
        [attr.aria-label]="'Save as CSV: ' + heading()"
        title="Save this table as CSV"
        (click)="save()"
      >
        <ll-icon name="arrow-down" />CSV
      </button>
    </header>
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-width: 0;
      padding: var(--space-3) var(--space-4) var(--space-4);
      border: 1px solid var(--line);
      border-radius: var(--radius-3);
      background: var(--panel);
      container: panel / inline-size;
    }
    header {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      min-height: var(--control);
      margin-bottom: var(--space-2);
    }
    h3 {
      font-size: var(--type-4);
    }
    .note {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      color: var(--text-faint);
      font-size: var(--type-2);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .csv {
      --icon: 12px;
      margin-right: -8px;
      color: var(--text-faint);
      font-size: var(--type-2);
    }
    @media print {
      :host {
        border-color: #bbb;
        break-inside: avoid;
      }
      .csv {
        display: none;
      }
    }
  `,
  host: { role: 'region', '[attr.aria-label]': 'heading()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Panel {
  readonly heading = input.required<string>();
  readonly defined = input.required<Defined>();
  readonly note = input('');
  readonly table = input.required<Table>();
  private readonly desk = inject(DashboardDesk);
  protected readonly says = computed(() => definitions[this.defined()]);

  protected save(): void {
    const [table, counted] = [this.table(), this.desk.counted()];
    if (counted === null) return;
    saveFile(csvName(table.name, counted.place.path, counted.today), csvOf(table), 'text/csv;charset=utf-8');
  }
}
