import type { Announcer } from '../events/announcer.ts';
import type { Clock } from '../shared/clock.ts';
import { Problem } from '../shared/problem.ts';
import type { Priority } from '../workers/priority-queue.ts';
import { JobAbandoned } from '../workers/job-failures.ts';
import type { WorkerPool } from '../workers/worker-pool.ts';
import type { Catalogue, Row } from './catalogue.ts';
import type { FolderNode } from './folder-node.ts';
import { itemFlags } from './item-flags.ts';
import type { ManifestKeeper } from './manifest-keeper.ts';
import type { Places } from './places.ts';

/** Files that one job opens: enough to make the message between processes cheap, few enough to let others in. */
const batchSize = 64;
/** Images that other servers are asked for at a time so that a size is known: whoever lists a whole folder has not looked at all of it. */
const remoteMost = 256;
/** A file that told nothing of itself is asked again after this: its disk may be away, and gone files go with the next listing. */
const askAgainMs = 30_000;

/** Learns sizes and dates from file headers, in child processes: what is on screen first, all the rest in the end. */
export class HeaderReader {
  readonly #underWay = new Map<Row, Promise<void>>();
  /** Folders in line, and the place in each up to which everything has been begun. */
  readonly #waitingFolders = new Map<FolderNode, number>();
  /** Files that changed while they were read: what was read is of the file before. */
  readonly #overtaken = new Set<Row>();
  readonly #silent = new Set<FolderNode>();
  #backgroundJobs = 0;
  #remoteJobs = 0;
  #isPaused = false;
  /** The children are gone for good: whoever went on would be refused at once, for ever. */
  #isOver = false;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly places: Pick<Places, 'handOut'>,
    private readonly pool: WorkerPool,
    private readonly manifests: ManifestKeeper,
    private readonly announcer: Announcer,
    private readonly clock: Clock,
    private readonly parallelJobs: number,
  ) {}

  /** Resolves when these headers are known, or when so much time has passed; the reading goes on then. */
  async describe(rows: Iterable<Row>, milliseconds: number): Promise<void> {
    const reading = this.read([...rows], 'visible');
    if (reading.length === 0) return;
    await Promise.race([Promise.all(reading), this.clock.sleep(milliseconds)]);
  }

  /** Some day, when there is nothing better to do. */
  schedule(folder: FolderNode): void {
    this.#waitingFolders.set(folder, 0);
    this.continueInBackground();
  }

  /** While the gallery is being listed, opening files would only take the cores from that. What is on screen is read all the same. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.continueInBackground();
  }

  /** Folders and jobs that the background still has to do. */
  isIdle(): boolean {
    return this.#waitingFolders.size === 0 && this.#underWay.size === 0;
  }

  private continueInBackground(): void {
    while (!this.#isOver && !this.#isPaused && this.#backgroundJobs < this.parallelJobs) {
      const rows = this.nextInBackground();
      if (rows.length === 0) return;
      this.#backgroundJobs += 1;
      void Promise.all(this.read(rows, 'background')).finally(() => {
        this.#backgroundJobs -= 1;
        this.continueInBackground();
      });
    }
  }

  /** As many as one job takes, from as many folders as that needs; a folder stays in line while it has more. */
  private nextInBackground(): Row[] {
    const rows: Row[] = [];
    for (const [folder, from] of this.#waitingFolders) {
      let at = from;
      for (; at < folder.rows.length && rows.length < batchSize; at += 1) {
        const row = folder.rows[at] ?? 0;
        if (this.isUnknown(row) && !this.#underWay.has(row)) rows.push(row);
      }
      if (at < folder.rows.length) {
        this.#waitingFolders.set(folder, at);
        break;
      }
      this.#waitingFolders.delete(folder);
    }
    return rows;
  }

  /** Begins to read what is not known and not being read; answers with everything there is to wait for. */
  private read(rows: readonly Row[], priority: Priority): Promise<void>[] {
    const waits = new Set<Promise<void>>();
    const open: Row[] = [];
    const remote: Row[] = [];
    for (const row of rows) {
      const running = this.#underWay.get(row);
      if (running) waits.add(running);
      else if (this.isUnknown(row)) open.push(row);
      else if (priority === 'visible' && this.isUnasked(row)) remote.push(row);
    }
    for (let at = 0; at < open.length; at += batchSize) waits.add(this.begin(open.slice(at, at + batchSize), priority));
    // Each by itself, since it may take long to come, or not come at all.
    for (const row of remote.slice(0, Math.max(0, remoteMost - this.#remoteJobs))) {
      this.#remoteJobs += 1;
      waits.add(this.begin([row], priority).finally(() => (this.#remoteJobs -= 1)));
    }
    return [...waits];
  }

  private begin(batch: readonly Row[], priority: Priority): Promise<void> {
    const reading = this.readBatch(batch, priority).finally(() => {
      for (const row of batch) this.#underWay.delete(row);
      for (const row of batch) if (this.#overtaken.delete(row)) this.schedule(this.catalogue.folderOf(row));
    });
    for (const row of batch) this.#underWay.set(row, reading);
    return reading;
  }

  private async readBatch(rows: readonly Row[], priority: Priority): Promise<void> {
    try {
      await this.readTogether(rows, priority);
    } catch (error) {
      if (error instanceof JobAbandoned) {
        // The server is stopping: nothing was learnt of these files, and nothing may be written down about them.
        this.#isOver = true;
        return;
      }
      // No child could be started, or the source does not say where the images are: none of them is to blame.
      if (error instanceof Problem) {
        if (!this.noteFailure(rows, error)) return;
      } else {
        // The child was killed or died: one of these files is to blame, and is found by taking them one at a time.
        for (const row of rows) await this.readAlone(row, priority);
      }
    }
    for (const folder of new Set(rows.map((row) => this.catalogue.folderOf(row)))) {
      this.manifests.mark(folder);
      this.announcer.announce('items-described', { path: folder.path });
    }
  }

  private async readTogether(rows: readonly Row[], priority: Priority): Promise<void> {
    const { catalogue } = this;
    const states = rows.map((row) => catalogue.fingerprintOf(row));
    const images = await Promise.all(rows.map((row) => this.places.handOut(catalogue.pathOf(row))));
    const answers = await this.pool.run({ kind: 'headers', images }, { priority });
    answers.forEach((answer, at) => {
      const row = rows[at];
      if (row === undefined) return;
      // Its folder was put in line when the change was noticed, but what is under way is passed over there.
      if (catalogue.fingerprintOf(row) !== states[at]) this.#overtaken.add(row);
      else if (answer === null) this.askAgainLater(catalogue.folderOf(row));
      else catalogue.setHeader(row, answer);
    });
  }

  /** Whether anything is known by it. Of what another server has, the next one who looks asks again. */
  private noteFailure(rows: readonly Row[], { code }: Problem): boolean {
    for (const row of rows) this.askAgainLater(this.catalogue.folderOf(row));
    const refused = code === 'source_denied' ? rows.filter((row) => this.catalogue.isRemote(row)) : [];
    for (const row of refused) this.catalogue.setHeader(row, { ...nothingKnown, problem: 'denied' });
    return refused.length > 0;
  }

  private askAgainLater(folder: FolderNode): void {
    const isFirst = this.#silent.size === 0;
    this.#silent.add(folder);
    if (!isFirst) return;
    this.clock.after(askAgainMs, () => {
      const folders = [...this.#silent];
      this.#silent.clear();
      for (const each of folders) this.schedule(each);
    });
  }

  private async readAlone(row: Row, priority: Priority): Promise<void> {
    try {
      await this.readTogether([row], priority);
    } catch (error) {
      if (error instanceof Problem) this.askAgainLater(this.catalogue.folderOf(row));
      else if (!(error instanceof JobAbandoned))
        this.catalogue.setHeader(row, { ...nothingKnown, problem: 'undecodable' });
    }
  }

  /** Another server has it, and its size is known from nowhere yet. */
  private isUnasked(row: Row): boolean {
    const isBlank = this.catalogue.columns.width[row] === 0 && !this.catalogue.has(row, itemFlags.gone);
    return isBlank && this.catalogue.problemOf(row) === undefined && this.catalogue.isRemote(row);
  }

  private isUnknown(row: Row): boolean {
    return !this.catalogue.has(row, itemFlags.headerKnown | itemFlags.gone);
  }
}

const nothingKnown = { width: 0, height: 0, type: undefined, taken: NaN, hasMeta: false };
