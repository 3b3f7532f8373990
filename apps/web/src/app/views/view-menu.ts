import { CdkMenu, CdkMenuItem, CdkMenuItemCheckbox } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import type { View } from '#contracts';
import { Announcements } from '../state/announcements.ts';
import { Dialogs } from '../state/dialogs.ts';
import { copyText } from '../ui/copy-text.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';
import { viewDesk } from './view-wiring.ts';

/** What can be done with one view. */
@Component({
  selector: 'll-view-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, Icon],
  templateUrl: './view-menu.html',
  styleUrl: './view-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ViewMenu {
  readonly view = input.required<View>();
  readonly opened = output();
  readonly moved = output<-1 | 1>();
  readonly removed = output();
  protected readonly desk = inject(viewDesk);
  private readonly dialogs = inject(Dialogs);
  private readonly announcements = inject(Announcements);
  protected readonly visible = visibleText;
  protected readonly isFixed = computed(() => this.desk.whyNot() !== null);
  protected readonly mayTakeAway = computed(() => this.desk.mayTakeAway(this.view()));

  protected rename(): void {
    this.desk.edited.set(this.view().id);
    this.dialogs.open('view');
  }

  protected split(): void {
    this.desk.edited.set(this.view().id);
    this.dialogs.open('split');
  }

  protected share(): void {
    const [view, name] = [this.view(), visibleText(this.view().name)];
    const words = view.shared ? `“${name}” is in your own list only` : `Everyone sees “${name}” now`;
    void this.desk.edit(view, { shared: !view.shared }, words);
  }

  protected async copy(): Promise<void> {
    const isDone = await copyText(this.desk.link(this.view()));
    if (isDone) this.announcements.say('The link is copied');
    else this.announcements.say('The browser did not let the link be copied.', { tone: 'bad' });
  }
}
