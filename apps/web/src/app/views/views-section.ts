import { CdkMenuTrigger } from '@angular/cdk/menu';
import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  afterNextRender,
  computed,
  effect,
  inject,
  output,
  signal,
  untracked,
  viewChild,
  type ElementRef,
} from '@angular/core';
import type { View } from '#contracts';
import { Dialogs } from '../state/dialogs.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';
import { queryWords } from './query-words.ts';
import { ViewMenu } from './view-menu.ts';
import { viewDesk } from './view-wiring.ts';

interface Target {
  readonly id: string;
  readonly where: 'before' | 'after';
}

/** The saved views, below the folders. */
@Component({
  selector: 'll-views-section',
  imports: [CdkMenuTrigger, Icon, ViewMenu],
  templateUrl: './views-section.html',
  styleUrl: './views-section.css',
  host: { role: 'region', 'aria-labelledby': 'views-title' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewsSection {
  /** One has gone somewhere. */
  readonly opened = output();
  protected readonly desk = inject(viewDesk);
  private readonly dialogs = inject(Dialogs);
  private readonly injector = inject(Injector);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');
  protected readonly visible = visibleText;
  protected readonly focused = signal<string | null>(null);
  protected readonly dragged = signal<string | null>(null);
  protected readonly target = signal<Target | null>(null);
  /** For whoever hears the page: where a view has gone to. */
  protected readonly said = signal('');

  /** The one row that Tab leads to. */
  protected readonly active = computed(() => {
    const views = this.desk.views() ?? [];
    const wanted = [this.focused(), this.desk.shown.current()].find((id) => views.some((view) => view.id === id));
    return wanted ?? views[0]?.id ?? null;
  });
  protected readonly isPressing = computed(
    () => this.desk.book.clashes().length > 0 || this.desk.book.whyNotSaved() !== null,
  );
  /** What stands in the way, in words. */
  protected readonly note = computed(() => {
    if (this.desk.book.clashes().length > 0) return 'Somebody else has changed the same view. Yours is not saved yet.';
    const why = this.desk.book.whyNotSaved();
    if (why !== null) return `Not saved yet. ${why} It is being tried again.`;
    // Before anything was read, that is said instead.
    return this.desk.views() === null ? null : this.desk.whyNot();
  });

  constructor() {
    effect(() => {
      const current = this.desk.shown.current();
      // On a long list it may be anywhere.
      if (current !== null)
        untracked(() =>
          afterNextRender(() => this.row(current)?.scrollIntoView({ block: 'nearest' }), { injector: this.injector }),
        );
    });
  }

  protected words(view: View): string {
    return queryWords(view.query);
  }

  protected save(): void {
    this.desk.edited.set(null);
    this.dialogs.open('view');
  }

  protected decide(): void {
    this.dialogs.open('views-conflict');
  }

  protected giveUp(): void {
    // Whether they can be read again is said where they stand.
    void this.desk.book.giveUp().catch(() => undefined);
  }

  protected go(view: View, event: MouseEvent): void {
    // Into another tab, or a window of its own: that is the browser's.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.desk.open(view);
    this.opened.emit();
  }

  protected update(view: View): void {
    void this.desk.update(view);
    this.focus(view.id);
  }

  protected remove(view: View): void {
    const next = this.desk.neighbourOf(view, 1) ?? this.desk.neighbourOf(view, -1);
    void this.desk.remove(view);
    this.focus(next?.id ?? null);
  }

  protected move(view: View, step: -1 | 1): void {
    const neighbour = this.desk.neighbourOf(view, step);
    if (neighbour === undefined) return;
    void this.desk.move(view, step < 0 ? 'before' : 'after', neighbour);
    const views = this.desk.views() ?? [];
    const place = views.findIndex(({ id }) => id === view.id) + 1;
    this.said.set(`${visibleText(view.name)} is number ${String(place)} of ${String(views.length)} now`);
    this.focus(view.id);
  }

  protected press(event: KeyboardEvent): void {
    const views = this.desk.views() ?? [];
    const at = views.findIndex(({ id }) => id === this.active());
    const view = views[at];
    if (view === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.altKey ? this.pressAlt(event.key, view) : this.pressAlone(event.key, view, views, at))
      event.preventDefault();
  }

  private pressAlt(key: string, view: View): boolean {
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return false;
    if (this.desk.whyNot() === null) this.move(view, key === 'ArrowUp' ? -1 : 1);
    return true;
  }

  private pressAlone(key: string, view: View, views: readonly View[], at: number): boolean {
    const isFree = this.desk.whyNot() === null;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: views.length - 1 }[key];
    if (to !== undefined) this.focus(views[to]?.id ?? view.id);
    else if (key === 'Delete' && isFree && this.desk.mayTakeAway(view)) this.remove(view);
    else if (key === 'F2' && isFree) {
      this.desk.edited.set(view.id);
      this.dialogs.open('view');
    } else return key === 'Delete' || key === 'F2';
    return true;
  }

  protected drag(view: View, { dataTransfer }: DragEvent): void {
    this.dragged.set(view.id);
    // Dropped elsewhere it is its address, like every link.
    dataTransfer?.setData('text/uri-list', this.desk.link(view));
    dataTransfer?.setData('text/plain', this.desk.link(view));
    if (dataTransfer !== null) dataTransfer.effectAllowed = 'all';
  }

  protected dragOver(event: DragEvent): void {
    if (this.dragged() === null) return;
    const row = event.target instanceof Element ? event.target.closest('li') : null;
    const id = row?.dataset['id'];
    if (row === null || id === undefined) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    this.target.set({ id, where: event.clientY < top + height / 2 ? 'before' : 'after' });
  }

  protected drop(event: DragEvent): void {
    const [view, target] = [this.desk.find(this.dragged()), this.target()];
    const neighbour = this.desk.find(target?.id ?? null);
    this.endDrag();
    if (view === undefined || neighbour === undefined || target === null) return;
    event.preventDefault();
    if (view.id !== neighbour.id) void this.desk.move(view, target.where, neighbour);
  }

  protected endDrag(): void {
    this.dragged.set(null);
    this.target.set(null);
  }

  /** The row may be on its way to another place, where it would lose the keyboard. */
  private focus(id: string | null): void {
    this.focused.set(id);
    if (id !== null) afterNextRender(() => this.row(id)?.querySelector('a')?.focus(), { injector: this.injector });
  }

  private row(id: string): HTMLElement | null {
    return this.list()?.nativeElement.querySelector(`[data-id="${CSS.escape(id)}"]`) ?? null;
  }
}
