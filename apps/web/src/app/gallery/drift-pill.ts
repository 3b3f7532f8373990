import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { DriftWatch, type Moved } from '../state/drift-watch.ts';
import { count } from '../state/quantities.ts';

/** Says how labels have moved on since the result was made, and takes it over when one likes. Nothing moves before. */
@Component({
  selector: 'll-drift-pill',
  template: `
    <span class="sr-only" role="status">{{ words() }}</span>
    @if (words() !== '') {
      <p>
        <span aria-hidden="true">{{ words() }}</span>
        <button type="button" class="button" title="Apply (R)" (click)="apply()">Apply</button>
      </p>
    }
  `,
  styles: `
    :host {
      position: absolute;
      inset: 10px 0 auto;
      z-index: 5;
      display: grid;
      justify-items: center;
      pointer-events: none;
    }
    p {
      display: flex;
      align-items: center;
      gap: 4px;
      margin: 0;
      padding: 3px 3px 3px 14px;
      border: 1px solid var(--line-strong);
      border-radius: 18px;
      background: var(--raised);
      box-shadow: var(--shadow);
      font-size: var(--type-2);
      font-variant-numeric: tabular-nums;
      pointer-events: auto;
    }
    .button {
      height: 26px;
      border-radius: 13px;
      color: var(--accent);
      font-weight: 600;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DriftPill {
  private readonly watch = inject(DriftWatch);
  protected readonly words = computed(() => {
    const moved = this.watch.moved();
    return moved === null ? '' : driftWords(moved);
  });

  protected apply(): void {
    void this.watch.apply();
  }
}

export function driftWords({ gone, added, isReordered }: Moved): string {
  const parts = [
    gone > 0 ? `${count(gone)} no longer ${gone === 1 ? 'matches' : 'match'}` : '',
    added > 0 ? `${count(added)} new` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 && isReordered ? 'The order has changed' : parts.join(' · ');
}
