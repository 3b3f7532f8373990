import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  afterNextRender,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import type { Star } from '#contracts';
import { GalleryApi } from '../api/gallery-api.ts';
import { Comparison } from '../state/comparison.ts';
import { Dialogs } from '../state/dialogs.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { Identity } from '../state/identity.ts';
import { Keyboard, type KeyLayer } from '../state/keyboard.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { ImageTrouble, troubles } from '../state/image-trouble.ts';
import { LabelKeys } from '../state/label-keys.ts';
import { Originals } from '../state/originals.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { Icon } from '../ui/icon.ts';
import { Lens } from '../ui/lens.ts';
import { LoadingLine } from '../ui/loading-line.ts';
import { Notice } from '../ui/notice.ts';
import { Stage } from '../ui/stage.ts';
import { Stars } from '../ui/stars.ts';
import { ZoomTools } from '../ui/zoom-tools.ts';
import { OpenPicture } from './open-picture.ts';

/** One image large. What is shown, and under which name, comes from one value, so the two cannot disagree. */
@Component({
  selector: 'll-viewer',
  imports: [Icon, LoadingLine, Notice, Stage, Stars, ZoomTools],
  templateUrl: './viewer.html',
  styleUrl: './viewer.css',
  host: { role: 'region', 'aria-label': 'Viewer', tabindex: '-1', '(document:fullscreenchange)': 'noticeFullScreen()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Viewer {
  /** The path of the image that is open, as the address has it. */
  readonly path = input.required<string>();
  readonly isInspectorOpen = input.required<boolean>();
  readonly closed = output();
  readonly inspectorToggled = output();

  protected readonly store = inject(GalleryStore);
  protected readonly trouble = new ImageTrouble(inject(GalleryApi));
  protected readonly troubles = troubles;
  private readonly labelKeys = inject(LabelKeys);
  private readonly dialogs = inject(Dialogs);
  private readonly comparison = inject(Comparison);
  private readonly desk = inject(LabelDesk);
  protected readonly open = new OpenPicture(this.path, this.store, inject(ThumbLoader), inject(Originals));
  protected readonly lens = new Lens(this.open.picture);
  protected readonly isFullScreen = signal(false);
  protected readonly label = computed(() => {
    const item = this.open.item();
    return item === null ? null : this.desk.of(item);
  });
  /** Why its row says that it cannot be shown. */
  protected readonly inRow = computed(() => {
    const item = this.open.item();
    return item === null ? null : this.trouble.inRow(item);
  });
  protected readonly whyNot = inject(Identity).whyNotLabel;

  constructor() {
    effect(() => {
      this.open.hold();
    });
    effect(() => {
      const { picture, item } = this.open;
      this.trouble.look(item(), picture()?.original?.state() === 'failed');
    });
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => {
      host.focus({ preventScroll: true });
    });
    const remove = inject(Keyboard).push({ isModal: true, handlers: this.handlers() });
    inject(DestroyRef).onDestroy(() => {
      remove();
      this.open.close();
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    });
  }

  protected toggleFullScreen(): void {
    // Refused where the page is framed or the device has no full screen: then nothing changes, and that is visible.
    if (document.fullscreenElement === null) void document.documentElement.requestFullscreen().catch(() => undefined);
    else void document.exitFullscreen();
  }

  protected star(star: Star): void {
    const item = this.open.item();
    if (item) this.labelKeys.write(item, { set_star: star });
  }

  protected noticeFullScreen(): void {
    this.isFullScreen.set(document.fullscreenElement !== null);
  }

  private handlers(): KeyLayer['handlers'] {
    const back = (): void => {
      this.open.turn(-1);
    };
    const on = (): void => {
      this.open.turn(1);
    };
    const close = (): void => {
      this.closed.emit();
    };
    return {
      ...this.labelKeys.handlers,
      ...this.dialogs.handlers,
      ...this.comparison.handlers,
      left: back,
      up: back,
      'page-up': back,
      right: on,
      down: on,
      'page-down': on,
      first: () => {
        this.store.move(0);
      },
      last: () => {
        this.store.move(Number.MAX_SAFE_INTEGER);
      },
      open: close,
      close,
      grid: close,
      inspector: () => {
        this.inspectorToggled.emit();
      },
      'actual-size': () => {
        this.lens.toggle();
      },
      'full-screen': () => {
        this.toggleFullScreen();
      },
    };
  }
}
