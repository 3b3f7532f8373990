import type { Complaints } from './complaints.ts';
import type { SidecarFinder } from './sidecar-finder.ts';
import type { SidecarKeeper } from './sidecar-keeper.ts';

/** Labels beside images, as the rest of the server knows them. */
export class Sidecars {
  constructor(
    private readonly keeper: SidecarKeeper | null,
    readonly finder: SidecarFinder,
    readonly broken: Complaints,
    readonly refused: Complaints,
  ) {}

  /** Grows with everything that health tells of them. */
  get revision(): number {
    return this.broken.revision + this.refused.revision + this.finder.orphanRevision;
  }

  /** Labels that are to be written beside their images; 0 where none are. */
  get waiting(): number {
    return this.keeper?.waiting ?? 0;
  }

  /** Why some or all of them are not beside their images. */
  get error(): string | undefined {
    const [first] = this.refused.first(1);
    const { count } = this.refused;
    const refusal = `${String(count)} ${count === 1 ? 'label' : 'labels'} cannot be written beside the images`;
    return this.keeper?.error ?? (first && `${refusal}: ${first.why}.`);
  }

  /** Called often: takes over what others wrote, and writes what has changed here. */
  async keep(): Promise<void> {
    await Promise.all([this.finder.lookIfFound(), this.keeper?.writeIfDue()]);
  }

  async finish(milliseconds: number): Promise<void> {
    await this.keeper?.writeLast(milliseconds);
  }
}
