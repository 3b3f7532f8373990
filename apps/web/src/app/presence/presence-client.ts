import { signal, untracked } from '@angular/core';
import type {
  PresenceAnswer,
  PresenceBeat,
  PresenceJoin,
  PresenceLeave,
  PresenceMove,
  PresenceMoved,
} from '#contracts';
import { Failure } from '../api/failure.ts';
import type { Clock } from '../sync/clock.ts';
import type { LiveFrame, Owner, StreamStatus } from '../sync/hub-protocol.ts';
import { PeopleCounts } from './people-counts.ts';
import { LeaseShelf } from './lease-shelf.ts';
import type { TabIdentity, TabStorage } from './tab-identity.ts';

/** The requests of presence. */
export interface PresenceApi {
  join(body: PresenceJoin): Promise<PresenceAnswer>;
  move(body: PresenceMove): Promise<PresenceMoved>;
  beat(body: PresenceBeat): Promise<PresenceAnswer>;
  /** While the page goes: no answer is waited for. False when the browser would not take it. */
  leave(body: PresenceLeave): boolean;
}

const BEAT_MS = 30_000;
/** Somebody who runs through folders is in the last of them. */
const REST_MS = 300;
/** So long is waited for the stream's name, and for other tabs to say that the tab's name is theirs. */
const STREAM_MS = 2000;
const CLAIM_MS = 150;
/** For as long as somebody edits, it is said again at every beat; between them not sooner than this. */
const EDITING_MS = 20_000;
const RETRY_MS = { least: 2000, most: 30_000 } as const;

/**
 * Where this tab is, by the word of the person, and where the server knows it to be: one request at a time leads from the
 * second to the first, so nothing overtakes anything. A lease is kept with the tab; a refused one is forgotten, and the tab
 * joins once without.
 */
export class PresenceClient {
  readonly people = new PeopleCounts();
  private readonly open = signal('/');
  /** Of the folder that is open; null while nothing is known. */
  readonly counts = this.people.of(this.open);

  private readonly shelf: LeaseShelf;
  private whenPlaced: (farewell: PresenceLeave | null) => void = () => undefined;
  private owner: Owner | null = null;
  private mayEdit = false;
  private isHere = false;
  private wanted = '/';
  private streamId: string | null = null;
  /** Where the server has us, and by which stream; null when it does not, as far as is known. */
  private place: { folder: string; streamId: string | null } | null = null;
  /** A folder that is not there: one stays where one was until the next beat, and then tries again. */
  private refused: string | null = null;
  /** Under way to there. */
  private movingTo: string | null = null;
  private lease: string | null = null;
  private isEditing = false;
  private saidEditingAt = -Infinity;
  private isBeatDue = false;
  private isBusy = false;
  private failures = 0;
  private cancelRest: (() => void) | null = null;
  private cancelBeat: (() => void) | null = null;
  private cancelStart: (() => void) | null = null;

  constructor(
    private readonly api: PresenceApi,
    private readonly tab: TabIdentity,
    storage: TabStorage,
    private readonly clock: Clock,
  ) {
    this.shelf = new LeaseShelf(storage);
    tab.onTaken(() => {
      this.forgetLease();
      this.act();
    });
  }

  /** Who writes names this, so that the server knows which session is editing. */
  get clientId(): string {
    return this.tab.id;
  }

  /** Told what is to be said for this tab when it cannot say it itself; null once it has, and while it is nowhere. */
  onPlaced(then: (farewell: PresenceLeave | null) => void): void {
    this.whenPlaced = then;
  }

  begin(owner: Owner, mayEdit: boolean): void {
    this.mayEdit = mayEdit;
    if (this.owner?.person === owner.person && this.owner.storeId === owner.storeId) return;
    this.owner = owner;
    this.place = null;
    this.lease = this.shelf.find(owner, this.tab.id);
    this.arrive(this.streamId === null ? STREAM_MS : CLAIM_MS);
  }

  follow(folder: string): void {
    this.open.set(folder);
    if (this.place === null && this.cancelRest === null) {
      this.wanted = folder;
      return;
    }
    this.cancelRest ??= this.clock.after(REST_MS, () => {
      this.cancelRest = null;
      this.wanted = untracked(this.open);
      this.act();
    });
  }

  hear(frame: LiveFrame): void {
    this.people.hear(frame);
    if (frame.event !== 'hb' || frame.data.stream_id === this.streamId) return;
    const isFirst = this.streamId === null;
    this.streamId = frame.data.stream_id;
    if (!this.isHere) return;
    // The start has waited for this name; what may be left is to wait for other tabs.
    if (isFirst && this.cancelStart !== null) this.arrive(CLAIM_MS);
    else this.act();
  }

  hearStatus(status: StreamStatus): void {
    if (status === 'offline' || status === 'signed-out') this.people.forget();
  }

  /** While somebody types or rates. Whoever may only look never edits. */
  setEditing(isEditing: boolean): void {
    this.isEditing = isEditing && this.mayEdit;
    if (!this.isEditing || this.clock.monotonic() - this.saidEditingAt < EDITING_MS) return;
    this.isBeatDue = true;
    this.act();
  }

  /** The page goes. Without the lease a page that comes after it in this tab cannot be put out by a farewell that comes late. */
  leave(): void {
    if (!this.isHere) return;
    this.isHere = false;
    this.stopTimers();
    const { lease, place, movingTo } = this;
    if (lease === null) return;
    const folders = new Set([place?.folder, movingTo].filter((folder) => typeof folder === 'string'));
    let isTold = false;
    for (const gallery_id of folders) {
      isTold = this.api.leave({ gallery_id, client_id: this.tab.id, lease_id: lease }) || isTold;
    }
    if (isTold) this.forgetLease();
    else this.place = null;
  }

  /** The page is back as it was. */
  comeBack(): void {
    if (this.owner === null || this.isHere) return;
    this.lease = this.shelf.find(this.owner, this.tab.id);
    this.arrive(0);
  }

  private arrive(afterMs: number): void {
    this.isHere = true;
    this.wanted = untracked(this.open);
    this.cancelStart?.();
    this.cancelStart = this.clock.after(afterMs, () => {
      this.cancelStart = null;
      this.act();
    });
    this.planBeat(BEAT_MS);
  }

  private planBeat(ms: number): void {
    this.cancelBeat?.();
    this.cancelBeat = this.clock.after(ms, () => {
      this.isBeatDue = true;
      this.refused = null;
      this.planBeat(BEAT_MS);
      this.act();
    });
  }

  /** The next step, unless one is under way: its end takes the one after it. */
  private act(): void {
    if (this.isBusy || !this.isHere || this.cancelStart !== null) return;
    const step = this.nextStep();
    if (step === null) return;
    this.isBusy = true;
    void step
      .then(
        () => {
          this.failures = 0;
          return true;
        },
        (error: unknown) => this.fail(error),
      )
      .then((goOn) => {
        this.isBusy = false;
        this.movingTo = null;
        if (goOn) this.act();
      });
  }

  private nextStep(): Promise<void> | null {
    const { place, lease, wanted, streamId } = this;
    if (place === null || lease === null || place.streamId !== streamId) return this.join();
    if (place.folder !== wanted && wanted !== this.refused) return this.move(place.folder, lease);
    return this.isBeatDue ? this.beat(place.folder, lease) : null;
  }

  private async join(): Promise<void> {
    const { wanted: folder, lease, streamId, tab } = this;
    const mark = this.people.mark();
    const client_id = tab.id;
    this.movingTo = folder;
    const answer = await this.api.join({
      gallery_id: folder,
      client_id,
      ...(lease === null ? {} : { lease_id: lease }),
      ...(streamId === null ? {} : { stream_id: streamId }),
    });
    this.settle(client_id, answer.lease_id, folder, streamId);
    this.people.answer(answer, mark);
  }

  private async move(from: string, lease: string): Promise<void> {
    const { wanted: folder, tab } = this;
    const mark = this.people.mark();
    const client_id = tab.id;
    this.movingTo = folder;
    const moved = await this.api.move({ from_gallery_id: from, to_gallery_id: folder, client_id, lease_id: lease });
    this.settle(client_id, moved.lease_id, folder, this.place?.streamId ?? null);
    this.people.answer(moved.from_scope, mark);
    this.people.answer(moved.to_scope, mark);
  }

  private async beat(folder: string, lease: string): Promise<void> {
    const { tab, isEditing } = this;
    const mark = this.people.mark();
    this.isBeatDue = false;
    if (isEditing) this.saidEditingAt = this.clock.monotonic();
    const client_id = tab.id;
    const status = isEditing ? ({ status: 'editing' } as const) : {};
    const answer = await this.api.beat({ gallery_id: folder, client_id, lease_id: lease, ...status });
    this.settle(client_id, answer.lease_id, folder, this.place?.streamId ?? null);
    this.people.answer(answer, mark);
  }

  private settle(clientId: string, lease: string, folder: string, streamId: string | null): void {
    // It was the name of another tab, as has turned out meanwhile: so is the lease.
    if (clientId !== this.tab.id) return;
    if (!this.isHere) {
      // Left while it was under way: the server has us, and must not keep us.
      this.api.leave({ gallery_id: folder, client_id: clientId, lease_id: lease });
      return;
    }
    this.place = { folder, streamId };
    this.lease = lease;
    if (this.owner !== null) this.shelf.keep(this.owner, clientId, lease);
    this.whenPlaced({ gallery_id: folder, client_id: clientId, lease_id: lease });
  }

  /** Answers whether the next step can be taken at once. */
  private fail(error: unknown): boolean {
    const code = error instanceof Failure ? error.code : null;
    const hadLease = this.lease !== null;
    if (code === 'scope_mismatch') this.place = null;
    else if (code === 'invalid_lease') this.forgetLease();
    if ((code === 'scope_mismatch' || code === 'invalid_lease') && hadLease && this.failures === 0) {
      this.failures = 1;
      return true;
    }
    if (code === 'folder_not_found' && this.place !== null && this.refused !== this.wanted) {
      this.refused = this.wanted;
      return true;
    }
    this.failures += 1;
    const pause = Math.min(RETRY_MS.most, RETRY_MS.least * 2 ** (this.failures - 1)) * (0.75 + this.clock.chance() / 2);
    if (this.isHere) this.planBeat(pause);
    return false;
  }

  private forgetLease(): void {
    this.lease = null;
    this.place = null;
    if (this.owner !== null) this.shelf.forget(this.owner);
    this.whenPlaced(null);
  }

  private stopTimers(): void {
    this.cancelRest?.();
    this.cancelBeat?.();
    this.cancelStart?.();
    this.cancelRest = this.cancelBeat = this.cancelStart = null;
  }
}
