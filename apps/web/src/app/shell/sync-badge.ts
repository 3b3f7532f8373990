import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Address } from '../state/address.ts';
import { Connection } from '../state/connection.ts';
import { GalleryStore } from '../state/gallery-store.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LiveStatus } from '../state/live-status.ts';
import { syncDetails, syncState, syncWords, type SyncFacts, type SyncState } from '../state/sync-state.ts';
import { Icon, type IconName } from '../ui/icon.ts';

const glyphs: Readonly<Record<SyncState, IconName>> = {
  offline: 'unreachable',
  reconnecting: 'retry',
  'not-saved': 'warning',
  conflict: 'warning',
  syncing: 'retry',
  'session-only': 'info',
  saved: 'check',
};

/** One glyph and a word: whether what one did is safe. Behind it, what waits, since when, and for what. */
@Component({
  selector: 'll-sync-badge',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  templateUrl: './sync-badge.html',
  styleUrl: './sync-badge.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SyncBadge {
  private readonly live = inject(LiveStatus);
  private readonly desk = inject(LabelDesk);
  private readonly watch = inject(HealthWatch);
  private readonly connection = inject(Connection);
  private readonly address = inject(Address);
  private readonly openedAt = signal(0);
  private readonly store = inject(GalleryStore);

  private readonly facts = computed<SyncFacts>(() => ({
    stream: this.live.status(),
    isReachable: this.connection.isReachable(),
    ...this.desk.sums(),
    durability: this.watch.health()?.durability ?? null,
  }));
  protected readonly state = computed(() => syncState(this.facts()));
  protected readonly word = computed(() => syncWords[this.state()]);
  protected readonly glyph = computed(() => glyphs[this.state()]);
  protected readonly isLive = computed(() => this.live.status() === 'live');
  protected readonly isBad = computed(() => ['offline', 'not-saved', 'conflict'].includes(this.state()));
  protected readonly details = computed(() => {
    const oldest = this.desk.oldest();
    return syncDetails(this.facts(), oldest === null ? null : Math.max(0, this.openedAt() - oldest));
  });
  /** Images with an edit to decide on. */
  protected readonly standing = computed(() =>
    this.desk.standing().flatMap((edit) => (edit.kind === 'item' ? [{ id: edit.id, path: edit.path }] : [])),
  );

  protected note(): void {
    this.openedAt.set(Date.now());
  }

  protected hurry(): void {
    this.live.hurry();
  }

  protected go(path: string): void {
    void this.store.moveTo(path).then((isHere) => {
      if (!isHere) this.address.go({ path: path.slice(0, path.lastIndexOf('/')) || '/', image: path });
    });
  }
}
