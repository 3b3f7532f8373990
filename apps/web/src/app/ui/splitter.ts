import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';

const KEY_STEP = 16;

/** The edge of a panel that can be dragged, or moved by the arrow keys. */
@Component({
  selector: 'll-splitter',
  template: '',
  styleUrl: './splitter.css',
  host: {
    role: 'separator',
    tabindex: '0',
    'aria-orientation': 'vertical',
    '[attr.aria-label]': 'label()',
    '[attr.aria-valuenow]': 'size()',
    '[attr.aria-valuemin]': 'least()',
    '[attr.aria-valuemax]': 'most()',
    '[class.dragging]': 'isDragging',
    '(pointerdown)': 'grab($event)',
    '(pointermove)': 'drag($event)',
    '(pointerup)': 'release()',
    '(pointercancel)': 'release()',
    '(keydown)': 'key($event)',
    '(dblclick)': 'resized.emit(usual())',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Splitter {
  readonly label = input.required<string>();
  readonly size = input.required<number>();
  readonly least = input.required<number>();
  readonly most = input.required<number>();
  readonly usual = input.required<number>();
  /** The panel lies to the right of its edge. */
  readonly isAfter = input(false);
  readonly resized = output<number>();

  protected isDragging = false;
  private from = { x: 0, size: 0 };

  protected grab(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    event.preventDefault();
    event.target.setPointerCapture(event.pointerId);
    this.isDragging = true;
    this.from = { x: event.clientX, size: this.size() };
  }

  protected drag(event: PointerEvent): void {
    if (!this.isDragging) return;
    const moved = event.clientX - this.from.x;
    this.resize(this.from.size + (this.isAfter() ? -moved : moved));
  }

  protected release(): void {
    this.isDragging = false;
  }

  protected key(event: KeyboardEvent): void {
    const step = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.resize(this.size() + (this.isAfter() ? -step : step));
  }

  private resize(size: number): void {
    this.resized.emit(Math.round(Math.max(this.least(), Math.min(this.most(), size))));
  }
}
