import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  ElementRef,
  viewChild,
} from '@angular/core';
import { escapeFirst } from './escape-first.ts';

let count = 0;
const EDGE = 8;

/** A word, and what it means: when it is pointed at, has the keyboard, or is touched. */
@Component({
  selector: 'll-explained',
  template: `
    <button type="button" class="word" [attr.aria-describedby]="id" (focus)="show()" (blur)="hide()" (click)="press()">
      <ng-content />
    </button>
    <span #tip role="tooltip" class="tip" [id]="id" [class.shown]="isShown()">{{ says() }}</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      min-width: 0;
    }
    .word {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding: 2px 0;
      color: inherit;
      font: inherit;
      letter-spacing: inherit;
      text-align: inherit;
      text-decoration: underline dotted var(--line-strong);
      text-underline-offset: 3px;
      cursor: help;
    }
    .tip {
      position: fixed;
      z-index: 50;
      display: none;
      width: max-content;
      max-width: min(320px, calc(100vw - 16px));
      padding: 8px 10px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-2);
      background: var(--raised);
      box-shadow: var(--shadow);
      color: var(--text);
      font-size: var(--type-2);
      font-weight: 400;
      letter-spacing: 0;
      line-height: 1.45;
      text-align: left;
      text-transform: none;
      white-space: normal;
    }
    .tip.shown {
      display: block;
    }
    @media (pointer: coarse) {
      .word {
        min-height: 32px;
      }
    }
    @media print {
      .word {
        text-decoration: none;
      }
      .tip {
        display: none !important;
      }
    }
  `,
  host: { '(pointerenter)': 'enter($event)', '(pointerleave)': 'hide()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Explained {
  readonly says = input.required<string>();
  /** The word is a button as well. */
  readonly pressed = output();
  protected readonly id = `explained-${String((count += 1))}`;
  protected readonly isShown = signal(false);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly tip = viewChild.required<ElementRef<HTMLElement>>('tip');

  constructor() {
    effect((onCleanup) => {
      if (!this.isShown()) return;
      onCleanup(
        escapeFirst(() => {
          this.hide();
        }),
      );
    });
  }

  protected enter(event: PointerEvent): void {
    // A finger enters and leaves with every touch; what it touches has the keyboard then.
    if (event.pointerType !== 'touch') this.show();
  }

  /** In the window, below the word, or above it where there is no room. */
  protected show(): void {
    this.isShown.set(true);
    requestAnimationFrame(() => {
      const [word, tip] = [this.host.nativeElement.getBoundingClientRect(), this.tip().nativeElement];
      const { offsetWidth: width, offsetHeight: height } = tip;
      const left = Math.max(EDGE, Math.min(word.left, innerWidth - width - EDGE));
      const top = word.bottom + height + EDGE > innerHeight ? word.top - height : word.bottom;
      place(tip, left, Math.max(EDGE, top));
      // Some browsers count from the section that it is in.
      const there = tip.getBoundingClientRect();
      place(tip, left + left - there.left, Math.max(EDGE, top) * 2 - there.top);
    });
  }

  protected hide(): void {
    this.isShown.set(false);
  }

  protected press(): void {
    this.show();
    this.pressed.emit();
  }
}

function place(tip: HTMLElement, left: number, top: number): void {
  tip.style.left = `${String(left)}px`;
  tip.style.top = `${String(top)}px`;
}
