import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Drawn as those of `ui/icon` are, and loaded with the comparison: nobody else needs them. */
const shapes = {
  download: 'M8 2.6v7.2M5 7.2l3 3 3-3M2.8 11.4v1a1 1 0 0 0 1 1h8.4a1 1 0 0 0 1-1v-1',
  split: 'M8 2v12M5.6 5.8 3.4 8l2.2 2.2M10.4 5.8 12.6 8l-2.2 2.2',
  table:
    'M3.2 3h9.6a.8.8 0 0 1 .8.8v8.4a.8.8 0 0 1-.8.8H3.2a.8.8 0 0 1-.8-.8V3.8a.8.8 0 0 1 .8-.8ZM2.6 6.4h10.8M2.6 9.7h10.8M6.4 6.4V13',
  panes: 'M3.2 3h9.6a.8.8 0 0 1 .8.8v8.4a.8.8 0 0 1-.8.8H3.2a.8.8 0 0 1-.8-.8V3.8a.8.8 0 0 1 .8-.8ZM8 3v10',
} as const;

@Component({
  selector: 'll-compare-icon',
  template: `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path [attr.d]="shape()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      inline-size: var(--icon, 16px);
      block-size: var(--icon, 16px);
    }
    svg {
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: 1.4;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CompareIcon {
  readonly name = input.required<keyof typeof shapes>();
  protected readonly shape = computed(() => shapes[this.name()]);
}
