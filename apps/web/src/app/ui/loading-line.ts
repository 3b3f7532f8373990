import { ChangeDetectionStrategy, Component } from '@angular/core';

/** A line that runs to and fro while something is on its way. What that is is said to whoever hears the page. */
@Component({
  selector: 'll-loading-line',
  template: `<span class="sr-only"><ng-content /></span>`,
  styles: `
    :host {
      position: absolute;
      left: 50%;
      width: var(--length);
      height: 3px;
      margin-left: calc(var(--length) / -2);
      overflow: hidden;
      border-radius: 2px;
      background: oklch(1 0 0 / 0.18);
      pointer-events: none;
    }
    :host::after {
      content: '';
      position: absolute;
      inset: 0 60% 0 0;
      border-radius: 2px;
      background: oklch(1 0 0 / 0.85);
      animation: slide 1.1s ease-in-out infinite alternate;
    }
    @keyframes slide {
      to {
        transform: translateX(150%);
      }
    }
  `,
  host: { role: 'status', class: 'after-a-while' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoadingLine {}
