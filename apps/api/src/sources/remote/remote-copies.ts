import { createHash } from 'node:crypto';
import { mkdir, readdir, realpath, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import { SingleFlight } from '../../shared/single-flight.ts';
import { replaceFileIn } from '../../shared/write-file-atomically.ts';
import type { LocalLocation, SourcePlace } from '../source-location.ts';
import { refused, type RemoteFetcher } from './fetch-remote.ts';
import { leftAlone, NewestFirst } from './newest-first.ts';
import { readRemoteAddress } from './remote-address.ts';

export interface CopiesSetup {
  readonly folder: string;
  /** Of all copies together; those that nobody has asked for longest go first. */
  readonly bytes: number;
  /** Images on their way here. */
  readonly atOnce: number;
}

/** A refusal is believed for so long, and silence: a grid that is scrolled up and down must not ask a stranger each time. */
const [refusalMs, silenceMs] = [60_000, 5000];
const refusalsKept = 10_000;

/**
 * Images of other people's servers, each read once and kept as a file of ours: from there on it is an image like any
 * other, which children may decode and browsers read in parts.
 */
export class RemoteCopies {
  readonly #flights = new SingleFlight<SourcePlace<LocalLocation>>();
  /** By name, the one that was asked for last at the end. */
  readonly #sizes = new Map<string, number>();
  readonly #refusals = new Map<string, { readonly until: number; readonly problem: Problem }>();
  readonly #line: NewestFirst;
  /** By name, how many wait for it. */
  readonly #wanted = new Map<string, number>();
  #location: Promise<LocalLocation> | undefined;
  #bytes = 0;

  constructor(
    private readonly setup: CopiesSetup,
    private readonly fetcher: RemoteFetcher,
    private readonly clock: Clock,
  ) {
    this.#line = new NewestFirst(setup.atOnce);
  }

  /** Where the copy of the image at this address lies. What everybody has left is not asked for, unless that has begun. */
  async copyOf(text: string, signal?: AbortSignal): Promise<SourcePlace<LocalLocation>> {
    const name = createHash('sha256').update(text).digest('hex');
    this.#wanted.set(name, (this.#wanted.get(name) ?? 0) + 1);
    const leave = (): void => {
      if (this.unwant(name) === 0) this.#line.drop(name);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      this.#line.hurry(name);
      return await this.#flights.run(name, () => this.find(name, text));
    } finally {
      signal?.removeEventListener('abort', leave);
      if (signal?.aborted !== true) this.unwant(name);
    }
  }

  private unwant(name: string): number {
    const left = (this.#wanted.get(name) ?? 1) - 1;
    if (left > 0) this.#wanted.set(name, left);
    else this.#wanted.delete(name);
    return left;
  }

  private async find(name: string, text: string): Promise<SourcePlace<LocalLocation>> {
    const location = await this.open();
    const path = `/${name}`;
    if (this.#sizes.has(name) && (await this.isUsed(location, name))) return { location, path };
    const refusal = this.#refusals.get(name);
    if (refusal && this.clock.monotonic() < refusal.until) throw refusal.problem;
    if (!this.#wanted.has(name)) throw leftAlone();
    await this.#line.run(name, () => this.read(location, name, text));
    return { location, path };
  }

  private async read(location: LocalLocation, name: string, text: string): Promise<void> {
    try {
      const address = readRemoteAddress(text);
      if ('refused' in address) throw refused(address);
      await replaceFileIn(location.root, name, this.fetcher.fetch(address), 'cache');
      this.note(name, await this.begin(join(location.root, name)));
      this.#refusals.delete(name);
    } catch (error) {
      if (error instanceof Problem) this.remember(name, error);
      throw error;
    }
    await this.makeRoom(location, name);
  }

  /** Its size. It has a time in full seconds, which can be written again as it is. */
  private async begin(file: string): Promise<number> {
    const second = Math.floor(this.clock.wall() / 1000);
    await utimes(file, second, second);
    return (await stat(file)).size;
  }

  /**
   * The time of access says when a copy was last asked for, also to the next server. The other one stays: by that, whoever is being sent the
   * copy knows that it is as it was.
   */
  private async isUsed({ root }: LocalLocation, name: string): Promise<boolean> {
    const file = join(root, name);
    const isThere = await stat(file)
      .then(({ mtime }) => utimes(file, this.clock.wall() / 1000, mtime))
      .then(
        () => true,
        () => false,
      );
    const size = this.forget(name);
    if (isThere) this.note(name, size);
    return isThere;
  }

  private async makeRoom({ root }: LocalLocation, newest: string): Promise<void> {
    for (const name of this.#sizes.keys()) {
      if (this.#bytes <= this.setup.bytes || name === newest) return;
      this.forget(name);
      await unlink(join(root, name)).catch(() => undefined);
    }
  }

  private note(name: string, size: number): void {
    this.forget(name);
    this.#sizes.set(name, size);
    this.#bytes += size;
  }

  private forget(name: string): number {
    const size = this.#sizes.get(name) ?? 0;
    this.#sizes.delete(name);
    this.#bytes -= size;
    return size;
  }

  private remember(name: string, problem: Problem): void {
    const until = this.clock.monotonic() + (problem.code === 'source_unavailable' ? silenceMs : refusalMs);
    this.#refusals.delete(name);
    this.#refusals.set(name, { until, problem });
    const [oldest] = this.#refusals.keys();
    if (this.#refusals.size > refusalsKept && oldest !== undefined) this.#refusals.delete(oldest);
  }

  private open(): Promise<LocalLocation> {
    return (this.#location ??= this.openFolder().catch((error: unknown) => {
      this.#location = undefined;
      throw error;
    }));
  }

  private async openFolder(): Promise<LocalLocation> {
    await mkdir(this.setup.folder, { recursive: true });
    const root = await realpath(this.setup.folder);
    const found = [];
    for (const name of await readdir(root)) {
      const { size, atimeMs } = await stat(join(root, name));
      // What was never finished has a name that no copy has.
      if (/^[0-9a-f]{64}$/.test(name)) found.push({ name, size, atimeMs });
      else await unlink(join(root, name)).catch(() => undefined);
    }
    for (const { name, size } of found.sort((a, b) => a.atimeMs - b.atimeMs)) this.note(name, size);
    return { kind: 'local', root, rootInode: (await stat(root)).ino, followInto: [] };
  }
}
