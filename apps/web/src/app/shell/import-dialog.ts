import {
  ChangeDetectionStrategy,
  Component,
  Injector,
  afterNextRender,
  computed,
  inject,
  output,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { importPolicies, type ImportedLabel, type ImportPolicy } from '#contracts';
import { Announcements } from '../state/announcements.ts';
import { Identity } from '../state/identity.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LabelImport } from '../state/label-import.ts';
import { UndoStack } from '../state/undo-stack.ts';
import { Icon } from '../ui/icon.ts';
import { Modal } from '../ui/modal.ts';
import { visibleText } from '../ui/visible-text.ts';

const policyWords: Readonly<Record<ImportPolicy, { readonly name: string; readonly says: string }>> = {
  keep: { name: 'Keep what is here', says: 'The file only fills images without a label.' },
  take: { name: 'Take what the file says', says: 'What is here is replaced; it can be taken back.' },
  newer: { name: 'The newer one', says: 'Whichever was changed later; without a date, what is here.' },
  merge: { name: 'Unite them', says: 'All tags of both; stars and notes of the newer one.' },
};

/** Labels from a file: choose it, see what it would do, decide, import. */
@Component({
  selector: 'll-import-dialog',
  imports: [Icon, Modal],
  templateUrl: './import-dialog.html',
  styleUrl: './import-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ImportDialog {
  readonly closed = output();
  private readonly identity = inject(Identity);
  private readonly announcements = inject(Announcements);
  private readonly desk = inject(LabelDesk);
  private readonly undo = inject(UndoStack);
  private readonly injector = inject(Injector);
  private readonly modal = viewChild.required(Modal);
  private readonly body = viewChild.required<ElementRef<HTMLElement>>('body');
  private readonly work = inject(LabelImport);
  private hasEnded = false;
  protected readonly step = this.work.step;
  protected readonly whyNot = this.identity.whyNotLabel;
  protected readonly isOver = signal(false);
  protected readonly policy = signal<ImportPolicy>('keep');
  protected readonly skips = signal(false);
  protected readonly visible = visibleText;
  protected readonly policies = importPolicies.map((policy) => ({ policy, ...policyWords[policy] }));
  protected readonly percent = computed(() => {
    const step = this.step();
    return 'share' in step ? Math.round(step.share * 100) : 0;
  });
  protected readonly found = computed(() => {
    const step = this.step();
    return step.kind === 'deciding' ? step.found : null;
  });
  protected readonly canImport = computed(() => {
    const found = this.found();
    if (found === null || found.refused.is_cut_short) return false;
    return found.changes[this.policy()] > 0 && (found.refused.count === 0 || this.skips());
  });

  protected async choose(files: FileList | null | undefined): Promise<void> {
    const file = files?.[0];
    if (file === undefined || this.whyNot() !== null) return;
    this.skips.set(false);
    await this.work.send(file);
    this.keepKeys();
  }

  protected drop(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    if (this.step().kind === 'choosing') void this.choose(event.dataTransfer?.files);
  }

  protected dragOver(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(true);
  }

  protected async importIt(): Promise<void> {
    const answer = await this.work.take({ policy: this.policy(), skipsRefused: this.skips() });
    if (answer === null) {
      if (!this.hasEnded) this.keepKeys();
      return;
    }
    this.work.startOver();
    const gesture = answer.gesture_id;
    const says = `Imported the labels of ${counted(answer.new + answer.changed, 'image')}`;
    const takeBack = (): void => {
      if (gesture !== null) this.undo.noteMany(this.desk.undo(gesture), 'taking back an import');
    };
    this.announcements.say(says, { action: gesture === null ? null : { name: 'Take back', run: takeBack } });
    if (!this.hasEnded) this.modal().close();
  }

  protected startOver(): void {
    this.work.startOver();
    this.keepKeys();
  }

  protected end(): void {
    this.hasEnded = true;
    // What is being imported goes on, and is told when it is done; what is opened again shows how far it is.
    if (this.step().kind !== 'importing') this.work.startOver();
    this.closed.emit();
  }

  protected count(count: number, word: string): string {
    return counted(count, word);
  }

  /** A label in a line. */
  protected words({ star, tags, notes, metrics }: ImportedLabel): string {
    const numbers = Object.entries(metrics ?? {}).map(([name, value]) => `${name} ${String(value)}`);
    const parts = [
      star === null ? '' : `★${String(star)}`,
      tags.join(', '),
      notes === '' ? '' : `“${notes}”`,
      ...numbers,
    ];
    return visibleText(parts.filter((part) => part !== '').join(' · ') || 'nothing');
  }

  /** The control that had the keys goes with the step. */
  private keepKeys(): void {
    const focus = (): void => {
      const { nativeElement } = this.body();
      if (document.activeElement !== document.body && nativeElement.contains(document.activeElement)) return;
      (nativeElement.querySelector<HTMLElement>('[data-first]') ?? nativeElement).focus();
    };
    afterNextRender(focus, { injector: this.injector });
  }
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
