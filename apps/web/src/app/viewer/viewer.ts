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
  untracked,
} from '@angular/core';
import type { ItemRow } from '#contracts';
import { GalleryStore } from '../state/gallery-store.ts';
import { Keyboard } from '../state/keyboard.ts';
import { nameOf } from '../state/place.ts';
import { ThumbLoader } from '../state/thumb-loader.ts';
import { Icon } from '../ui/icon.ts';
import { Notice } from '../ui/notice.ts';
import { count } from '../ui/quantities.ts';
import { visibleText } from '../ui/visible-text.ts';
import { Lens } from './lens.ts';
import { Originals } from './originals.ts';
import { Stage, type Picture } from './stage.ts';
import { ViewerTrouble } from './viewer-trouble.ts';

/** Neighbours are decoded ahead as long as together they have no more pixels than this: four bytes each. */
const AHEAD_PIXELS = 60_000_000;

/** One image large. What is shown, and under which name, comes from one value, so the two cannot disagree. */
@Component({
  selector: 'll-viewer',
  imports: [Icon, Notice, Stage],
  providers: [ViewerTrouble],
  templateUrl: './viewer.html',
  styleUrl: './viewer.css',
  host: { role: 'region', 'aria-label': 'Viewer', tabindex: '-1' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Viewer {
  /** The path of the image that is open, as the address has it. */
  readonly path = input.required<string>();
  readonly isInspectorOpen = input.required<boolean>();
  readonly closed = output();
  readonly inspectorToggled = output();

  protected readonly store = inject(GalleryStore);
  private readonly thumbs = inject(ThumbLoader);
  private readonly originals = inject(Originals);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly trouble = inject(ViewerTrouble);
  protected readonly isFullScreen = signal(false);
  /** Bumped when what is held changes, since holding is not a signal. */
  private readonly holding = signal(0);

  /** The open image, once its row is known. */
  protected readonly item = computed<ItemRow | null>(() => {
    const focused = this.store.focused();
    return focused?.path === this.path() ? focused : null;
  });
  /** It is known that the open image is not, or no longer, in what is shown. */
  protected readonly isGone = computed(() => {
    if (this.store.isLoading() || this.store.shown() === null) return false;
    return this.store.shown()?.total === 0 || (this.store.focused() !== undefined && this.item() === null);
  });
  protected readonly name = computed(() => visibleText(nameOf(this.path())));
  protected readonly place = computed(() => {
    const shown = this.store.shown();
    return shown === null || this.item() === null ? '' : `${count(this.store.focus() + 1)} of ${count(shown.total)}`;
  });
  protected readonly picture = computed<Picture | null>(() => {
    const item = this.item();
    if (item === null || item.problem !== undefined) return null;
    this.holding();
    const original = this.originals.of(item);
    const thumb = this.thumbs.of(item)();
    return {
      key: `${item.fingerprint}\n${item.path}`,
      of: item,
      size: sizeOf(item, original?.state() === 'ready' ? original.element : null),
      thumb: thumb.kind === 'ready' ? thumb.url : null,
      original,
      mayBeClear: item.type !== 'image/jpeg',
    };
  });
  protected readonly lens = new Lens(this.picture);
  protected readonly zoomText = computed(() => `${String(Math.round(this.lens.zoom() * 100))}%`);

  constructor() {
    const keyboard = inject(Keyboard);
    const destroyed = inject(DestroyRef);
    effect(() => {
      this.holdNeighbours();
    });
    effect(() => {
      const failed = this.picture()?.original?.state() === 'failed';
      this.trouble.look(failed ? this.item() : null);
    });
    const remove = keyboard.push({ isModal: true, handlers: this.handlers() });
    const onFullScreen = (): void => {
      this.isFullScreen.set(document.fullscreenElement !== null);
    };
    document.addEventListener('fullscreenchange', onFullScreen);
    afterNextRender(() => {
      this.host.focus({ preventScroll: true });
    });
    destroyed.onDestroy(() => {
      remove();
      document.removeEventListener('fullscreenchange', onFullScreen);
      this.thumbs.want('viewer', []);
      this.originals.hold([]);
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    });
  }

  protected turn(by: number): void {
    // Where the gone image was, its successor stands already.
    const isOnSuccessor = this.isGone() && by > 0;
    this.store.move(this.store.focus() + (isOnSuccessor ? by - 1 : by));
  }

  protected retry(): void {
    const item = this.item();
    if (item === null) return;
    this.originals.retry(item);
    this.holding.update((n) => n + 1);
  }

  protected toggleFullScreen(): void {
    // Refused where the page is framed or the device has no full screen: then nothing changes, and that is visible.
    if (document.fullscreenElement === null) void document.documentElement.requestFullscreen().catch(() => undefined);
    else void document.exitFullscreen();
  }

  private handlers(): Parameters<Keyboard['push']>[0]['handlers'] {
    return {
      left: () => {
        this.turn(-1);
      },
      right: () => {
        this.turn(1);
      },
      up: () => {
        this.turn(-1);
      },
      down: () => {
        this.turn(1);
      },
      'page-up': () => {
        this.turn(-1);
      },
      'page-down': () => {
        this.turn(1);
      },
      first: () => {
        this.store.move(0);
      },
      last: () => {
        this.store.move(Number.MAX_SAFE_INTEGER);
      },
      open: () => {
        this.closed.emit();
      },
      close: () => {
        this.closed.emit();
      },
      grid: () => {
        this.closed.emit();
      },
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

  private holdNeighbours(): void {
    const shown = this.store.shown();
    const item = this.item();
    const at = this.store.focus();
    const rows = [1, -1, 2, -2].map((step) => this.store.item(at + step));
    untracked(() => {
      shown?.windows.want('viewer', { first: at - 3, last: at + 3 });
      if (item === null) return;
      const near = rows.filter((row) => row !== undefined && row.problem === undefined) as ItemRow[];
      this.thumbs.want('viewer', item.problem === undefined ? [item, ...near] : near);
      let pixels = 0;
      const ahead = near.filter((row) => (pixels += row.w * row.h || AHEAD_PIXELS / 4) <= AHEAD_PIXELS);
      this.originals.hold(item.problem === undefined ? [item, ...ahead] : ahead);
      this.holding.update((n) => n + 1);
    });
  }
}

function sizeOf(item: ItemRow, element: HTMLImageElement | null): { width: number; height: number } {
  if (item.w > 0 && item.h > 0) return { width: item.w, height: item.h };
  return { width: element?.naturalWidth ?? 256, height: element?.naturalHeight ?? 256 };
}
