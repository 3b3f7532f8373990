import type { Readable } from 'node:stream';
import type { ImportFormat, ImportPolicy, ImportPreview, ImportState } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import { isThere } from '../catalogue/is-there.ts';
import type { Findings } from '../persistence/import-wish.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { badFile, type LabelWriter, type Written } from '../persistence/label-writer.ts';
import type { AskedWrite } from '../shared/asked-write.ts';
import { Breather } from '../shared/breather.ts';
import type { CancelTimer, Clock } from '../shared/clock.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { isoTime } from '../shared/iso-time.ts';
import { Problem } from '../shared/problem.ts';
import { spool, unspool, type Spooled } from './spool.ts';

/** Who brings a file, as what, and how far that is believed. */
export interface Bringer {
  readonly principal: string;
  readonly format: ImportFormat;
  readonly isTrusted: boolean;
}

export interface HowToImport {
  readonly policy: ImportPolicy;
  readonly skipsRefused: boolean;
}

interface Kept extends Spooled, Bringer {
  readonly total: number;
  readonly findings: Findings;
  readonly cancel: CancelTimer;
  readonly progress: SharedArrayBuffer;
  state: ImportState['state'];
}

/** Time to read what would happen, and decide. */
const keptMs = 30 * 60_000;
/** Files of one person, and of all; the one that lies longest makes room. */
const [keptOfOne, keptOfAll] = [3, 20];
const unknownListed = 100;

/** Files that were handed over: looked through, kept for a while, imported. */
export class Imports {
  readonly #kept = new Map<string, Kept>();
  #arriving = 0;

  constructor(
    private readonly workspace: string | null,
    private readonly store: LabelStore,
    private readonly writer: LabelWriter,
    private readonly images: { readonly catalogue: Catalogue; readonly indexer: Indexer },
    private readonly clock: Clock,
  ) {}

  /** What importing it would do. The file stays, under the id of the answer. */
  async preview(body: Readable, by: Bringer): Promise<ImportPreview> {
    const spooled = await this.spooled(body);
    try {
      const { findings, unknown } = await this.examined(spooled, by, true);
      this.keep(spooled, by, findings);
      const expires_at = isoTime(this.clock.wall() + keptMs);
      return { id: spooled.id, expires_at, ...findings, unknown };
    } catch (error) {
      unspool(spooled.file);
      throw error;
    }
  }

  /** All at once, for whoever knows what is in the file. `asked` is told the hash of the bytes, which belongs to the request. */
  async import(
    body: Readable,
    by: Bringer,
    how: HowToImport,
    asked: (hash: string) => AskedWrite,
  ): Promise<Written<'import'>> {
    const spooled = await this.spooled(body);
    try {
      const progress = new SharedArrayBuffer(4);
      return await this.writer.writeFound(asked(spooled.hash), async () => {
        const { findings } = await this.examined(spooled, by, false);
        refuseMistakes(findings, how);
        return { kind: 'import', file: spooled.file, ...by, ...how, progress };
      });
    } finally {
      unspool(spooled.file);
    }
  }

  /** What a preview has kept. A repeated request is answered by its key when the file is gone. */
  async importKept(id: string, principal: string, how: HowToImport, asked: AskedWrite): Promise<Written<'import'>> {
    const kept = this.#kept.get(id);
    const written = this.writer.writeFound(asked, () => {
      const { file, format, isTrusted, findings, progress } = this.keptBy(id, principal);
      refuseMistakes(findings, how);
      return Promise.resolve({ kind: 'import', file, format, isTrusted, ...how, progress });
    });
    if (kept?.principal !== principal) return written;
    if (kept.state !== 'done') kept.state = 'running';
    try {
      const answer = await written;
      this.finish(kept);
      return answer;
    } catch (error) {
      // Nobody else has come to an end with it in the meantime.
      if (kept.state === 'running') kept.state = 'failed';
      throw error;
    }
  }

  state(id: string, principal: string): ImportState {
    const { state, progress, total } = this.keptBy(id, principal);
    const done = state === 'done' ? total : Math.min(total, Atomics.load(new Int32Array(progress), 0));
    return { id, state, done, total };
  }

  /** Nothing of them outlives the server. */
  close(): void {
    for (const kept of this.#kept.values()) this.forget(kept);
  }

  private keptBy(id: string, principal: string): Kept {
    const kept = this.#kept.get(id);
    if (kept?.principal === principal) return kept;
    throw new Problem('import_not_found', 'This file is not here any more: send it again.');
  }

  private async spooled(body: Readable): Promise<Spooled> {
    if (this.workspace === null) {
      throw new Problem('no_workspace', 'This server writes nothing, and a file to import needs a place to lie in.');
    }
    if (this.#arriving >= keptOfAll) {
      throw new Problem('overloaded', 'Too many files arrive at once: try again in a moment.', { retryAfter: 5 });
    }
    this.#arriving += 1;
    try {
      return await spool(body, this.workspace);
    } finally {
      this.#arriving -= 1;
    }
  }

  private async examined(
    { id, file }: Spooled,
    { format, isTrusted }: Bringer,
    looksForImages: boolean,
  ): Promise<{ findings: Findings; unknown: ImportPreview['unknown'] }> {
    const unknown: ImportPreview['unknown'] = { count: 0, paths: [] };
    const listed = new Set<GalleryPath>();
    const { catalogue, indexer } = this.images;
    const [at, breather] = [this.clock.wall(), new Breather()];
    for (let page = 0; ; page += 1) {
      const { paths, findings } = await this.store.examine({ name: id, page, file: { file, format, isTrusted }, at });
      for (const path of looksForImages && paths !== '' ? paths.split('\0') : []) {
        if (breather.isDue()) await breather.breathe();
        if (await isThere(catalogue, indexer, path, listed)) continue;
        unknown.count += 1;
        if (unknown.paths.length < unknownListed) unknown.paths.push(path);
      }
      if (findings) return { findings, unknown };
    }
  }

  private keep(spooled: Spooled, by: Bringer, findings: Findings): void {
    const idle = [...this.#kept.values()].filter(({ state }) => state !== 'running');
    const own = idle.filter(({ principal }) => principal === by.principal);
    const oldest = own.length >= keptOfOne ? own[0] : this.#kept.size >= keptOfAll ? idle[0] : undefined;
    if (oldest) this.forget(oldest);
    const cancel = this.clock.after(keptMs, () => {
      this.expire(spooled.id);
    });
    const progress = new SharedArrayBuffer(4);
    this.#kept.set(spooled.id, { ...spooled, ...by, findings, total: findings.read, cancel, progress, state: 'ready' });
  }

  /** That it was done can still be asked for; the file is not needed any more. */
  private finish(kept: Kept): void {
    kept.state = 'done';
    unspool(kept.file);
  }

  private expire(id: string): void {
    const kept = this.#kept.get(id);
    if (kept) this.forget(kept);
  }

  private forget(kept: Kept): void {
    kept.cancel();
    this.#kept.delete(kept.id);
    unspool(kept.file);
  }
}

function refuseMistakes({ refused: { count, lines, is_cut_short } }: Findings, { skipsRefused }: HowToImport): void {
  if (count === 0 || (skipsRefused && !is_cut_short)) return;
  // Where the rest of a file cannot be read, nobody knows what would be left out.
  throw badFile((is_cut_short ? lines.at(-1) : lines[0]) ?? { line: 1, reason: 'It cannot be read.' }, count);
}
