import type { BoardRules, Numbers, Presence } from '../../apps/api/src/presence/presence-board.ts';

interface Tab {
  readonly clientId: string;
  readonly person: string | null;
  lease: string;
  scope: string;
  seenAt: number;
  editedAt: number;
  isEditing: boolean;
  stream: string | undefined;
  deafSince: number | undefined;
}

/** What the board is to answer; of a session that begins, the lease is not known before. */
export type Expected = Presence | { readonly kind: 'here'; readonly leaseId: undefined };

/** The rules of presence once more, as a plain list that is gone through from its beginning every time. */
export class NaivePresence {
  tabs: Tab[] = [];
  givenUp = 0;
  refusedLeases = 0;
  #lookedAt: number;
  #patientUntil = -Infinity;
  readonly #closed = new Map<string, number>();

  constructor(
    private readonly rules: BoardRules,
    private now: number,
  ) {
    this.#lookedAt = now;
  }

  numbersOf(scope: string): Numbers {
    const here = this.tabs.filter((tab) => tab.scope === scope);
    return { viewing: here.length, editing: here.filter(({ isEditing }) => isEditing).length };
  }

  tab(clientId: string): Tab | undefined {
    return this.tabs.find((each) => each.clientId === clientId);
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
  }

  join(clientId: string, scope: string, lease: string | undefined, stream: string | undefined): Expected {
    const tab = this.tab(clientId);
    if (lease !== undefined && tab?.lease !== lease) return this.refused();
    if (tab && lease !== undefined) {
      this.seen(tab, scope, stream);
      return { kind: 'here', leaseId: lease };
    }
    // It takes the place of the one before, and knows nothing of it but which lease is not to be had again.
    this.tabs = this.tabs.filter((each) => each !== tab);
    return this.begun(clientId, scope, stream, false, tab?.lease);
  }

  beat(clientId: string, scope: string, lease: string | undefined, isEditing: boolean): Expected {
    const tab = this.tab(clientId);
    if (lease !== undefined && tab?.lease !== lease) return this.refused();
    if (!tab) return this.begun(clientId, scope, undefined, isEditing);
    this.seen(tab, scope);
    if (isEditing) this.edited(tab);
    return { kind: 'here', leaseId: tab.lease };
  }

  move(clientId: string, lease: string, from: string, to: string): Expected {
    const tab = this.tab(clientId);
    if (tab?.lease !== lease) return this.refused();
    if (![from, to].includes(tab.scope)) return { kind: 'elsewhere', scope: tab.scope };
    this.seen(tab, to);
    return { kind: 'here', leaseId: lease };
  }

  leave(clientId: string, lease: string, scope: string): Expected {
    const tab = this.tab(clientId);
    if (!tab) return { kind: 'gone' };
    if (tab.lease !== lease) return this.refused();
    if (tab.scope !== scope) return { kind: 'elsewhere', scope: tab.scope };
    this.tabs = this.tabs.filter((each) => each !== tab);
    return { kind: 'here', leaseId: lease };
  }

  touch(clientId: string): void {
    const tab = this.tab(clientId);
    if (!tab) return;
    tab.seenAt = this.now;
    this.edited(tab);
  }

  closeStream(stream: string): void {
    this.#closed.set(stream, this.now);
    for (const tab of this.tabs) if (tab.stream === stream) tab.deafSince = this.now;
  }

  notice(): void {
    if (this.now - this.#lookedAt > 3000) this.#patientUntil = this.now + this.rules.viewTtlMs * 0.4;
    this.#lookedAt = this.now;
    if (this.now < this.#patientUntil) return;
    for (const [stream, at] of this.#closed) if (this.now - at >= 30_000) this.#closed.delete(stream);
    this.giveUp(({ deafSince }) => deafSince !== undefined && this.now - deafSince >= 10_000);
  }

  prune(): void {
    if (this.now < this.#patientUntil) return;
    const { viewTtlMs, editTtlMs } = this.rules;
    for (const tab of this.tabs) if (this.now - tab.editedAt >= editTtlMs) tab.isEditing = false;
    this.giveUp((tab) => !tab.isEditing && this.now - tab.seenAt >= viewTtlMs);
  }

  private begun(clientId: string, scope: string, stream: string | undefined, isEditing: boolean, lease = ''): Expected {
    const tab: Tab = {
      ...{ clientId, scope, stream, person: null, lease, isEditing: false },
      ...{ seenAt: this.now, editedAt: -Infinity, deafSince: this.#closed.get(stream ?? '') },
    };
    this.tabs.push(tab);
    if (isEditing) this.edited(tab);
    return { kind: 'here', leaseId: undefined };
  }

  private seen(tab: Tab, scope: string, stream?: string): void {
    Object.assign(tab, { scope, seenAt: this.now, deafSince: undefined });
    if (stream !== undefined) Object.assign(tab, { stream, deafSince: this.#closed.get(stream) });
  }

  private edited(tab: Tab): void {
    tab.editedAt = this.now;
    tab.isEditing = true;
  }

  private refused(): Expected {
    this.refusedLeases += 1;
    return { kind: 'invalid-lease' };
  }

  private giveUp(isLost: (tab: Tab) => boolean): void {
    const left = this.tabs.filter((tab) => !isLost(tab));
    this.givenUp += this.tabs.length - left.length;
    this.tabs = left;
  }
}
