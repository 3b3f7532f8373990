import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** Drawn on a grid of 16 with a line of 1.4; one path each. */
const shapes = {
  aperture:
    'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 2.2l3.2 5.6M13.6 6.6H7M12.6 11.5 9.3 5.7M8 13.8 4.8 8.2M2.4 9.4H9M3.4 4.5l3.3 5.8',
  'arrow-left': 'M9.8 3.2 5 8l4.8 4.8',
  'arrow-right': 'M6.2 3.2 11 8l-4.8 4.8',
  check: 'M3 8.6 6.4 12 13 4.6',
  'chevron-right': 'M6.2 4.2 10 8l-3.8 3.8',
  'chevron-down': 'M4.2 6.2 8 10l3.8-3.8',
  close: 'M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4',
  copy: 'M5.6 5.6V3.4a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2.2M3.4 5.6h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1Z',
  expand: 'M9.6 2.6h3.8v3.8M6.4 13.4H2.6V9.6M13.4 2.6 9.2 6.8M2.6 13.4l4.2-4.2',
  shrink: 'M13.2 6.6H9.4V2.8M2.8 9.4h3.8v3.8M9.4 6.6l4-4M6.6 9.4l-4 4',
  folder:
    'M2.2 4.6a1.2 1.2 0 0 1 1.2-1.2h2.7l1.5 1.7h5a1.2 1.2 0 0 1 1.2 1.2v5.1a1.2 1.2 0 0 1-1.2 1.2H3.4a1.2 1.2 0 0 1-1.2-1.2Z',
  image:
    'M3.4 2.8h9.2a1.2 1.2 0 0 1 1.2 1.2v8a1.2 1.2 0 0 1-1.2 1.2H3.4A1.2 1.2 0 0 1 2.2 12V4a1.2 1.2 0 0 1 1.2-1.2ZM2.4 11l3.4-3.4 5.4 5.4M9.2 10.9l1.8-1.8 2.6 2.6M10.6 5.9h.01',
  info: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2M8 7.4v3.4M8 5.2h.01',
  large: 'M8 2.6v6.2M5.2 6.2 8 9l2.8-2.8M2.6 10.4v1.8a1.2 1.2 0 0 0 1.2 1.2h8.4a1.2 1.2 0 0 0 1.2-1.2v-1.8',
  layers: 'M8 2.4 2.2 5.4 8 8.4l5.8-3ZM2.6 8.2 8 11l5.4-2.8M2.6 10.9 8 13.7l5.4-2.8',
  leave: 'M6.4 13.2H3.6a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1h2.8M6.2 8h7M10.4 5.2 13.2 8l-2.8 2.8',
  link: 'M6.6 9.4 9.4 6.6M7.2 4.9l1.2-1.2a2.75 2.75 0 0 1 3.9 3.9l-1.2 1.2M8.8 11.1l-1.2 1.2a2.75 2.75 0 0 1-3.9-3.9l1.2-1.2',
  lock: 'M4.4 7.2h7.2a1 1 0 0 1 1 1v4.2a1 1 0 0 1-1 1H4.4a1 1 0 0 1-1-1V8.2a1 1 0 0 1 1-1ZM5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7',
  moon: 'M13.2 9.4A5.6 5.6 0 0 1 6.6 2.8a5.6 5.6 0 1 0 6.6 6.6Z',
  monitor: 'M3 3h10a.8.8 0 0 1 .8.8v6.4a.8.8 0 0 1-.8.8H3a.8.8 0 0 1-.8-.8V3.8A.8.8 0 0 1 3 3ZM8 11v2.4M5.4 13.4h5.2',
  'panel-left':
    'M3.4 3h9.2a1.2 1.2 0 0 1 1.2 1.2v7.6a1.2 1.2 0 0 1-1.2 1.2H3.4a1.2 1.2 0 0 1-1.2-1.2V4.2A1.2 1.2 0 0 1 3.4 3ZM6.2 3v10',
  'panel-right':
    'M3.4 3h9.2a1.2 1.2 0 0 1 1.2 1.2v7.6a1.2 1.2 0 0 1-1.2 1.2H3.4a1.2 1.2 0 0 1-1.2-1.2V4.2A1.2 1.2 0 0 1 3.4 3ZM9.8 3v10',
  pencil: 'M3 13l.6-2.9 7-7a1.3 1.3 0 0 1 1.9 0l.4.4a1.3 1.3 0 0 1 0 1.9l-7 7ZM9.4 4.3l2.3 2.3',
  person: 'M8 2.6a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4M2.8 13.4a5.2 5.2 0 0 1 10.4 0',
  retry: 'M13.2 8a5.2 5.2 0 1 1-1.7-3.9M13.4 2.4v2.8h-2.8',
  rows: 'M2.4 3.2h5.8v4H2.4ZM10.4 3.2h3.2v4h-3.2ZM2.4 9.2h3.2v3.6H2.4ZM7.8 9.2h5.8v3.6H7.8Z',
  note: 'M4 2.6h8a1.2 1.2 0 0 1 1.2 1.2v5.6l-4 4H4a1.2 1.2 0 0 1-1.2-1.2V3.8A1.2 1.2 0 0 1 4 2.6ZM13 9.4H10.4a1.2 1.2 0 0 0-1.2 1.2v2.6M5.4 5.6h5.2M5.4 8h3',
  sort: 'M4.8 3v10M2.6 10.8 4.8 13 7 10.8M11.2 13V3M9 5.2 11.2 3l2.2 2.2',
  star: 'M8 2.2l1.8 3.7 4 .6-2.9 2.8.7 4L8 11.4l-3.6 1.9.7-4L2.2 6.5l4-.6Z',
  squares: 'M2.6 2.6h4.2v4.2H2.6ZM9.2 2.6h4.2v4.2H9.2ZM2.6 9.2h4.2v4.2H2.6ZM9.2 9.2h4.2v4.2H9.2Z',
  sun: 'M8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2M8 1.6v1.2M8 13.2v1.2M1.6 8h1.2M13.2 8h1.2M3.5 3.5l.8.8M11.7 11.7l.8.8M12.5 3.5l-.8.8M4.3 11.7l-.8.8',
  tag: 'M2.6 3.6a1 1 0 0 1 1-1h4.2l5.4 5.4a1 1 0 0 1 0 1.4l-3.8 3.8a1 1 0 0 1-1.4 0L2.6 7.8ZM5.4 5.4h.01',
  undo: 'M5.4 3 2.6 5.8l2.8 2.8M2.8 5.8h6.4a3.6 3.6 0 0 1 0 7.2H6',
  history: 'M2.8 8a5.2 5.2 0 1 1 1.6 3.7M2.6 13.2v-2.6h2.6M8 5v3.2l2.2 1.4',
  warning: 'M8 2.8 14 13.2H2ZM8 6.6v3.2M8 11.6h.01',
  unreachable:
    'M2.4 2.4l11.2 11.2M4.9 9.4a4.4 4.4 0 0 1 2.2-1.2M11.2 9.4 10 8.6M2.5 6.9a8 8 0 0 1 2.3-1.6M13.5 6.9a8 8 0 0 0-5.9-2.2M8 12.2h.01',
  unseen:
    'M2.4 2.4l11.2 11.2M5 3h7.6a1.2 1.2 0 0 1 1.2 1.2V12M11.6 13H3.4a1.2 1.2 0 0 1-1.2-1.2V4.2c0-.3.1-.6.3-.8M2.4 11l3-3 4.8 4.8',
  missing:
    'M4.2 2.4h5l3 3v6.9a1.3 1.3 0 0 1-1.3 1.3H4.2a1.3 1.3 0 0 1-1.3-1.3V3.7a1.3 1.3 0 0 1 1.3-1.3ZM6.4 6.8a1.3 1.3 0 1 1 1.8 1.3c-.4.2-.6.5-.6.9M7.6 11.2h.01',
  'zoom-in': 'M7.2 3a4.2 4.2 0 1 0 0 8.4A4.2 4.2 0 0 0 7.2 3M10.3 10.3l3.1 3.1M7.2 5.4v3.6M5.4 7.2H9',
  'zoom-out': 'M7.2 3a4.2 4.2 0 1 0 0 8.4A4.2 4.2 0 0 0 7.2 3M10.3 10.3l3.1 3.1M5.4 7.2H9',
} as const;

export type IconName = keyof typeof shapes;

@Component({
  selector: 'll-icon',
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
      fill: var(--icon-fill, none);
      stroke: currentColor;
      stroke-width: 1.4;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly shape = computed(() => shapes[this.name()]);
}
