import { CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import type { Role } from '#contracts';
import { Dialogs } from '../state/dialogs.ts';
import { Keyboard } from '../state/keyboard.ts';
import { Identity } from '../state/identity.ts';
import { Preferences } from '../state/preferences.ts';
import { Icon } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';

const mayDo: Readonly<Record<Role, string>> = {
  viewer: 'May look',
  labeller: 'May look and label',
  admin: 'May look, label and look after the gallery',
};

/** Who one is here, and the way out. */
@Component({
  selector: 'll-person-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemCheckbox, CdkMenuTrigger, Icon],
  templateUrl: './person-menu.html',
  styleUrl: './person-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PersonMenu {
  private readonly identity = inject(Identity);
  private readonly dialogs = inject(Dialogs);
  private readonly keyboard = inject(Keyboard);
  private readonly preferences = inject(Preferences);
  private readonly ownName = this.preferences.displayName;
  protected readonly advances = this.preferences.advances;
  protected readonly me = this.identity.me;
  protected readonly hasName = computed(() => this.ownName() !== '');
  protected readonly name = computed(() => {
    const me = this.me();
    if (me === null) return '';
    return visibleText(me.authenticated ? me.name : this.ownName() || 'Somebody without a name');
  });
  protected readonly rights = computed(() => mayDo[this.me()?.role ?? 'viewer']);
  protected readonly hasFailed = signal(false);
  protected readonly mayLabel = computed(() => this.identity.whyNotLabel() === null);

  protected changeName(): void {
    this.dialogs.open('name');
  }

  protected showDashboard(): void {
    this.keyboard.run('dashboard');
  }

  protected showChanges(): void {
    this.dialogs.open('gestures');
  }

  protected export(): void {
    this.dialogs.open('export');
  }

  protected importLabels(): void {
    this.dialogs.open('import');
  }

  protected showKeys(): void {
    this.dialogs.open('keys');
  }

  protected async signOut(): Promise<void> {
    this.hasFailed.set(false);
    try {
      await this.identity.signOut();
    } catch {
      // The server is away: saying that one is out would not be true.
      this.hasFailed.set(true);
    }
  }
}
