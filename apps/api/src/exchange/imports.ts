import type { Readable } from 'node:stream';
import type { ImportPolicy, ImportPreview, ImportState } from '#contracts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Indexer } from '../catalogue/indexer.ts';
import { isThere } from '../catalogue/is-there.ts';
import { examinationsMax, type Findings } from '../persistence/import-wish.ts';
import type { LabelStore } from '../persistence/label-store.ts';
import { badFile, type LabelWriter, type Written } from '../persistence/label-writer.ts';
import type { AskedWrite } from '../shared/asked-write.ts';
import { Breather } from '../shared/breather.ts';
import type { Clock } from '../shared/clock.ts';
import { FewAtOnce } from '../shared/few-at-once.ts';
import type { GalleryPath } from '../shared/gallery-path.ts';
import { isoTime } from '../shared/iso-time.ts';
import { Problem } from '../shared/problem.ts';
import { keptMs, KeptFiles, type Bringer } from './kept-files.ts';
import { SpoolRoom } from './spool-room.ts';
import { diskSpace, spool, type Spooled } from './spool.ts';

export interface HowToImport {
  readonly policy: ImportPolicy;
  readonly skipsRefused: boolean;
}

const unknownListed = 100;

interface Examined {
  readonly findings: Findings;
  readonly unknown: ImportPreview['unknown'];
}

/** Files that were handed over: looked through, kept for a while, imported. */
export class Imports {
  readonly #kept: KeptFiles;
  /** Whoever has sent a gigabyte would rather wait than send it again. */
  readonly #examining = new FewAtOnce(examinationsMax);
  readonly #room: SpoolRoom;

  constructor(
    private readonly workspace: string | null,
    private readonly store: LabelStore,
    private readonly writer: LabelWriter,
    private readonly images: { readonly catalogue: Catalogue; readonly indexer: Indexer },
    private readonly clock: Clock,
    disk = diskSpace,
  ) {
    this.#kept = new KeptFiles(clock);
    this.#room = new SpoolRoom(
      () => disk(workspace ?? ''),
      () => this.#kept.dropOldest(),
    );
  }

  /** What importing it would do. The file stays, under the id of the answer; that of somebody who has left meanwhile does not. */
  async preview(body: Readable, by: Bringer, left: AbortSignal): Promise<ImportPreview> {
    const spooled = await this.spooled(body, by);
    try {
      const { findings, unknown } = await this.examined(spooled, by, left);
      left.throwIfAborted();
      this.#kept.keep(spooled, by, findings);
      const expires_at = isoTime(this.clock.wall() + keptMs);
      return { id: spooled.id, expires_at, ...findings, unknown };
    } catch (error) {
      spooled.remove();
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
    const spooled = await this.spooled(body, by);
    try {
      const progress = new SharedArrayBuffer(4);
      return await this.writer.writeFound(asked(spooled.hash), async () => {
        const { findings } = await this.examined(spooled, by);
        refuseMistakes(findings, how);
        return { kind: 'import', file: spooled.file, ...by, ...how, progress };
      });
    } finally {
      spooled.remove();
    }
  }

  /** What a preview has kept. A repeated request is answered by its key when the file is gone. */
  async importKept(id: string, principal: string, how: HowToImport, asked: AskedWrite): Promise<Written<'import'>> {
    const run = { hasBegun: false };
    try {
      const written = await this.writer.writeFound(asked, () => {
        const { file, format, isTrusted, findings, progress } = this.#kept.of(id, principal);
        refuseMistakes(findings, how);
        this.#kept.begin(id, principal);
        run.hasBegun = true;
        return Promise.resolve({ kind: 'import', file, format, isTrusted, ...how, progress });
      });
      this.#kept.finish(id, principal);
      return written;
    } catch (error) {
      if (run.hasBegun) this.#kept.fail(id);
      throw error;
    }
  }

  state(id: string, principal: string): ImportState {
    return this.#kept.state(id, principal);
  }

  close(): void {
    this.#kept.close();
  }

  private async spooled(body: Readable, { principal }: Bringer): Promise<Spooled> {
    if (this.workspace === null) {
      throw new Problem('no_workspace', 'This server writes nothing, and a file to import needs a place to lie in.');
    }
    return spool(body, this.workspace, this.#room.enter(principal));
  }

  /** With a signal, whose paths are images is found out as well, as long as somebody waits for it. */
  private examined(spooled: Spooled, by: Bringer, left?: AbortSignal): Promise<Examined> {
    return this.#examining.take(async () => {
      try {
        return await this.examinedNow(spooled, by, left);
      } catch (error) {
        // It is the reason that is told, not what came of tidying up after it.
        await this.store.stopExamining(spooled.id).catch(() => undefined);
        throw error;
      }
    });
  }

  private async examinedNow(
    { id, file }: Spooled,
    { format, isTrusted }: Bringer,
    left: AbortSignal | undefined,
  ): Promise<Examined> {
    const unknown: ImportPreview['unknown'] = { count: 0, paths: [] };
    const listed = new Set<GalleryPath>();
    const { catalogue, indexer } = this.images;
    const [at, breather] = [this.clock.wall(), new Breather(left)];
    for (let page = 0; ; page += 1) {
      left?.throwIfAborted();
      const { paths, findings } = await this.store.examine({ name: id, page, file: { file, format, isTrusted }, at });
      for (const path of left !== undefined && paths !== '' ? paths.split('\0') : []) {
        if (breather.isDue()) await breather.breathe();
        // A look at a folder may have taken seconds.
        left?.throwIfAborted();
        if (await isThere(catalogue, indexer, path, listed)) continue;
        unknown.count += 1;
        if (unknown.paths.length < unknownListed) unknown.paths.push(path);
      }
      if (findings) return { findings, unknown };
    }
  }
}

function refuseMistakes({ refused: { count, lines, is_cut_short } }: Findings, { skipsRefused }: HowToImport): void {
  if (count === 0 || (skipsRefused && !is_cut_short)) return;
  // Where the rest of a file cannot be read, nobody knows what would be left out.
  throw badFile((is_cut_short ? lines.at(-1) : lines[0]) ?? { line: 1, reason: 'It cannot be read.' }, count);
}
