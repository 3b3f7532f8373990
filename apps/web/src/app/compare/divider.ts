import { ChangeDetectionStrategy, Component, ElementRef, inject, input, model } from '@angular/core';
import { CompareIcon } from './compare-icon.ts';

/** The line between two images that lie over one another: left of it is the first, right of it the second. */
@Component({
  selector: 'll-divider',
  imports: [CompareIcon],
  template: `<span class="grip"><ll-compare-icon name="split" /></span>`,
  styles: `
    :host {
      position: absolute;
      top: 0;
      z-index: 3;
      width: 36px;
      margin-left: -18px;
      cursor: ew-resize;
      touch-action: none;
      background: linear-gradient(oklch(1 0 0 / 0.9), oklch(1 0 0 / 0.9)) center / 2px 100% no-repeat;
      filter: drop-shadow(0 0 2px oklch(0 0 0 / 0.7));
      outline: none;
    }
    .grip {
      --icon: 20px;
      position: absolute;
      top: 50%;
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      margin-top: -18px;
      border-radius: 50%;
      background: oklch(0.97 0 0);
      color: oklch(0.2 0 0);
    }
    :host:focus-visible .grip {
      outline: 2px solid var(--accent);
      outline-offset: 3px;
    }
  `,
  host: {
    role: 'slider',
    tabindex: '0',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    '[attr.aria-label]': '"Divider: how much of " + first() + " is shown, before " + second()',
    '[attr.aria-valuenow]': 'round(share())',
    '[attr.aria-valuetext]': 'round(share()) + " percent"',
    '[style.left.%]': 'share()',
    '(pointerdown)': 'grab($event)',
    '(pointermove)': 'drag($event)',
    '(pointerup)': 'isDragging = false',
    '(pointercancel)': 'isDragging = false',
    '(dblclick)': 'share.set(50)',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Divider {
  readonly first = input.required<string>();
  readonly second = input.required<string>();
  /** 0 to 100. */
  readonly share = model.required<number>();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected isDragging = false;
  protected readonly round = Math.round;

  protected grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.isDragging = true;
    this.host.setPointerCapture(event.pointerId);
  }

  protected drag(event: PointerEvent): void {
    const room = this.host.parentElement?.getBoundingClientRect();
    if (!this.isDragging || room === undefined || room.width === 0) return;
    this.share.set(Math.max(0, Math.min(100, ((event.clientX - room.left) / room.width) * 100)));
  }
}
