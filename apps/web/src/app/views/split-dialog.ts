import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  computed,
  inject,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { limits } from '#contracts';
import { Address } from '../state/address.ts';
import { Dialogs } from '../state/dialogs.ts';
import { fitName } from '../state/display-name.ts';
import { FolderTree } from '../state/folder-tree.ts';
import { queryOf } from '../state/place.ts';
import { Modal } from '../ui/modal.ts';
import { visibleText } from '../ui/visible-text.ts';
import { queryWords } from './query-words.ts';
import { partNames, partsIn, readSharers } from './split-query.ts';
import { viewDesk } from './view-wiring.ts';

/** Shares out what is shown, or what a view shows: a view for each, which have all of it between them. */
@Component({
  selector: 'll-split-dialog',
  imports: [Modal],
  templateUrl: './split-dialog.html',
  styleUrls: ['./view-dialog.css', './split-dialog.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SplitDialog {
  readonly closed = output();
  protected readonly desk = inject(viewDesk);
  protected readonly dialogs = inject(Dialogs);
  private readonly address = inject(Address);
  protected readonly modal = viewChild.required(Modal);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  protected readonly most = limits.nameCharacters;
  private readonly view = this.desk.find(this.desk.edited());
  private readonly query = this.view?.query ?? queryOf(this.address.place());
  protected readonly shows = queryWords(this.query);
  /** The gallery's own folder has no name. */
  protected readonly usual =
    this.view?.name ?? (visibleText(inject(FolderTree).nameOf(this.address.place().path)) || 'Gallery');
  protected readonly name = signal(this.usual);
  protected readonly among = signal('');
  protected readonly isShared = signal(true);
  /** Said when one wants to go on, not while one types. */
  protected readonly isTried = signal(false);
  private readonly read = computed(() => readSharers(this.among()));
  protected readonly refusal = computed(() => {
    const read = this.read();
    if (read.kind === 'refused') return read.why;
    if (read.count * partsIn(this.query) > limits.parts) return 'This is a part already, and too small to be split so.';
    const room = limits.views - (this.desk.book.views()?.length ?? 0);
    if (read.count > room) return `There is room for ${String(room)} more views.`;
    return fitName(this.name()) === '' ? 'The views need a name.' : null;
  });
  /** The first and the last of them. */
  protected readonly names = computed(() => {
    const read = this.read();
    if (read.kind === 'refused' || this.refusal() !== null) return null;
    const names = partNames(fitName(this.name()), read.among).map(visibleText);
    return names.length <= 3 ? names.join(', ') : `${names.slice(0, 2).join(', ')} … ${names.at(-1) ?? ''}`;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.desk.edited.set(null);
    });
  }

  protected split(event: Event): void {
    event.preventDefault();
    this.isTried.set(true);
    const read = this.read();
    if (read.kind === 'refused' || this.refusal() !== null || this.desk.whyNotAdd() !== null)
      return this.line().nativeElement.focus();
    this.modal().close();
    const shared = this.desk.isNameless() || this.isShared();
    void this.desk.split(this.query, fitName(this.name()), read.among, shared);
  }
}
