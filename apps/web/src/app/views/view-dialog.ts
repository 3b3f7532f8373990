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
import { viewDesk } from './view-wiring.ts';

/** A new view of what is shown, or another name for one that is there. */
@Component({
  selector: 'll-view-dialog',
  imports: [Modal],
  templateUrl: './view-dialog.html',
  styleUrl: './view-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewDialog {
  readonly closed = output();
  protected readonly desk = inject(viewDesk);
  protected readonly dialogs = inject(Dialogs);
  private readonly address = inject(Address);
  protected readonly modal = viewChild.required(Modal);
  private readonly line = viewChild.required<ElementRef<HTMLInputElement>>('line');
  protected readonly most = limits.nameCharacters;
  /** As it was when the dialog was opened. */
  protected readonly view = this.desk.find(this.desk.edited());
  protected readonly usual = this.view?.name ?? visibleText(inject(FolderTree).nameOf(this.address.place().path));
  protected readonly shows = queryWords(this.view?.query ?? queryOf(this.address.place()));
  protected readonly isShared = signal(this.view?.shared ?? false);
  protected readonly maySetShared = this.view === undefined || this.desk.mayTakeAway(this.view);
  protected readonly isMissingName = signal(false);
  protected readonly whyNot = computed(() => (this.view === undefined ? this.desk.whyNotAdd() : this.desk.whyNot()));

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.desk.edited.set(null);
    });
  }

  protected save(event: Event): void {
    event.preventDefault();
    const name = fitName(this.line().nativeElement.value);
    this.isMissingName.set(name === '');
    // Tried again when there is a name, or when it can be saved: what was typed stays.
    if (name === '' || this.whyNot() !== null) return this.line().nativeElement.focus();
    this.modal().close();
    const shared = this.desk.isNameless() || this.isShared();
    if (this.view === undefined) void this.desk.save(name, shared);
    else void this.desk.edit(this.view, this.changeOf(name, shared), `“${visibleText(name)}” is saved`);
  }

  private changeOf(name: string, shared: boolean): { name?: string; shared?: boolean } {
    const isSetShared = this.maySetShared && !this.desk.isNameless() && shared !== this.view?.shared;
    return { ...(name === this.view?.name ? {} : { name }), ...(isSetShared ? { shared } : {}) };
  }
}
