import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import type { Role } from '#contracts';
import { Identity } from '../state/identity.ts';
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
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  templateUrl: './person-menu.html',
  styleUrl: './person-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PersonMenu {
  private readonly identity = inject(Identity);
  protected readonly me = this.identity.me;
  protected readonly name = computed(() => {
    const me = this.me();
    if (me === null) return '';
    return me.authenticated ? visibleText(me.name) : 'You, on an open server';
  });
  protected readonly rights = computed(() => mayDo[this.me()?.role ?? 'viewer']);
  protected readonly hasFailed = signal(false);

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
