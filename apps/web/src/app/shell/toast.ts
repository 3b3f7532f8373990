import { ChangeDetectionStrategy, Component, Injector, afterNextRender, inject } from '@angular/core';
import { Announcements } from '../state/announcements.ts';
import { WantedFields } from '../state/wanted-fields.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';

/** What just happened, in one sentence over everything else, with what can be done about it. */
@Component({
  selector: 'll-toast',
  imports: [Icon],
  template: `
    <div role="status" aria-live="polite">
      @if (announcements.current(); as shown) {
        <p
          class="toast"
          [class.bad]="shown.tone === 'bad'"
          (pointerenter)="announcements.hold(true)"
          (pointerleave)="announcements.hold(false)"
          (focusin)="announcements.hold(true)"
          (focusout)="announcements.hold(false)"
        >
          <span>{{ visible(shown.text) }}</span>
          @if (shown.action; as action) {
            <button type="button" class="button" (click)="act(action.run)">{{ action.name }}</button>
          }
          <button type="button" class="icon-button small" aria-label="Dismiss" (click)="act(null)">
            <ll-icon name="close" />
          </button>
        </p>
      }
    </div>
  `,
  styles: `
    :host {
      position: fixed;
      inset: auto 0 calc(var(--status) + 12px);
      z-index: 40;
      display: grid;
      justify-items: center;
      pointer-events: none;
    }
    .toast {
      display: flex;
      align-items: center;
      gap: var(--space-2);
      max-width: min(560px, calc(100vw - 24px));
      margin: 0;
      padding: 6px 6px 6px 14px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-3);
      background: var(--raised);
      box-shadow: var(--shadow);
      font-size: var(--type-3);
      overflow-wrap: anywhere;
      pointer-events: auto;
      animation: toast-in var(--calm) var(--ease);
    }
    .bad {
      border-color: color-mix(in oklab, var(--bad) 55%, transparent);
    }
    .button {
      color: var(--accent);
      font-weight: 600;
    }
    @keyframes toast-in {
      from {
        opacity: 0;
        transform: translateY(6px);
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .toast {
        animation: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Toast {
  protected readonly announcements = inject(Announcements);
  protected readonly visible = visibleText;
  private readonly wanted = inject(WantedFields);
  private readonly injector = inject(Injector);

  protected act(run: (() => void) | null): void {
    this.announcements.dismiss();
    run?.();
    // The button goes with the sentence: the keys belong to the images again.
    afterNextRender(
      () => {
        this.wanted.leave();
      },
      { injector: this.injector },
    );
  }
}
