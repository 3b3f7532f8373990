import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Connection } from '../state/connection.ts';
import { Dialogs } from '../state/dialogs.ts';
import { HealthWatch } from '../state/health-watch.ts';
import { LabelDesk } from '../state/label-desk.ts';
import { LiveStatus } from '../state/live-status.ts';
import { OtherDrafts } from '../state/other-drafts.ts';
import { OwnTyping } from '../state/own-typing.ts';
import { Reveal } from '../state/reveal.ts';
import { canBeTriedAgain, standingEdit, type StandingEdit } from '../state/standing-edits.ts';
import { syncDetails, syncState, syncWords, type SyncFacts, type SyncState } from '../state/sync-state.ts';
import { Icon, type IconName } from '../ui/icon.ts';
import { visibleText } from '../ui/visible-text.ts';

type Choice = StandingEdit['choices'][number]['choice'];

const SHOWN = 8;

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
  private readonly dialogs = inject(Dialogs);
  private readonly live = inject(LiveStatus);
  private readonly desk = inject(LabelDesk);
  private readonly watch = inject(HealthWatch);
  private readonly connection = inject(Connection);
  private readonly others = inject(OtherDrafts);
  private readonly typing = inject(OwnTyping);
  private readonly reveal = inject(Reveal);
  private readonly openedAt = signal(0);

  private readonly facts = computed<SyncFacts>(() => ({
    stream: this.live.status(),
    isReachable: this.connection.isReachable(),
    ...this.desk.sums(),
    isTyped: this.typing.unsaved() !== null,
    isKept: this.desk.isKept(),
    durability: this.watch.health()?.durability ?? null,
  }));
  protected readonly state = computed(() => syncState(this.facts()));
  protected readonly word = computed(() => syncWords[this.state()]);
  protected readonly glyph = computed(() => glyphs[this.state()]);
  protected readonly isLive = computed(() => this.live.status() === 'live');
  protected readonly isBad = computed(() => ['offline', 'not-saved', 'conflict'].includes(this.state()));
  protected readonly details = computed(() => {
    const oldest = this.desk.oldest();
    const age = oldest === null ? null : Math.max(0, this.openedAt() - oldest);
    return syncDetails(this.facts(), age, this.others.count());
  });
  /** What there is to decide, as much of it as one can look over. */
  protected readonly standing = computed(() => this.desk.standing().slice(0, SHOWN).map(standingEdit));
  protected readonly more = computed(() => this.desk.standing().length - this.standing().length);
  /** What the server did not take; conflicts are decided one by one. */
  protected readonly refused = computed(() => this.desk.standing().filter(({ state }) => state === 'refused'));
  protected readonly visible = visibleText;

  protected note(): void {
    this.openedAt.set(Date.now());
    void this.others.look();
  }

  protected decide(id: string, choice: Choice): void {
    this.desk.decide(id, choice);
  }

  protected tryAll(): void {
    for (const edit of this.refused()) if (canBeTriedAgain(edit)) this.decide(edit.id, 'mine-again');
  }

  protected discardAll(): void {
    const count = String(this.refused().length);
    this.dialogs.ask({
      text: `Discard ${count} changes?`,
      action: `Discard ${count} changes`,
      note: 'They were never saved, and cannot be had back.',
      run: () => {
        for (const { id } of this.refused()) this.decide(id, 'drop');
      },
    });
  }

  protected hurry(): void {
    this.live.hurry();
  }

  protected go(path: string): void {
    this.reveal.open(path);
  }
}
