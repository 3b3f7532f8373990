import { importPolicies, limits, type ImportedLabel, type ImportPolicy } from '#contracts';
import { Problem } from '../shared/problem.ts';
import { examinationsMax, type AskedExamination, type ExaminedPage, type Findings } from './import-wish.ts';
import { defaultLabel, type Label } from './label.ts';
import { timeText } from './labels-file/item-line.ts';
import { LabelsFileError } from './labels-file/labels-file-error.ts';
import { readImport, type ImportFile } from './labels-file/read-import.ts';
import { changeBy, completed, standingOf } from './settle-labels.ts';
import type { LabelEngine } from './sql/label-engine.ts';

/** Entries of one page, refused ones too: as long as these take, whoever reads history waits. */
const pageEntries = 2000;
const [notesShown, tagsShown, metricsShown, namesIgnored] = [300, 64, 20, 200];

/** What importing a file would do, told without doing any of it. */
export class ImportExamination {
  readonly #labels: ReturnType<typeof readImport>;
  readonly #counts = { read: 0, new: 0, same: 0, conflict: 0 };
  readonly #new: { path: string; file: ImportedLabel }[] = [];
  readonly #conflicts: { path: string; here: ImportedLabel; file: ImportedLabel }[] = [];
  readonly #unchanged: string[] = [];
  readonly #changes = Object.fromEntries(importPolicies.map((policy) => [policy, 0])) as Record<ImportPolicy, number>;
  readonly #ignored = new Set<string>();
  readonly #refused: { line: number; reason: string }[] = [];
  #refusedCount = 0;
  #isCutShort = false;

  constructor(
    private readonly engine: LabelEngine,
    private readonly file: ImportFile,
    private readonly now: number,
  ) {
    this.#labels = readImport(file, {
      refused: (mistake) => {
        this.noteRefused(mistake);
      },
      ignored: (name) => {
        if (this.#ignored.size < namesIgnored) this.#ignored.add(name.slice(0, limits.metricNameCharacters));
      },
    });
  }

  page(): ExaminedPage {
    const paths: string[] = [];
    const isDone = this.engine.snapshot(() => this.readOn(paths));
    return { paths: paths.join('\0'), findings: isDone ? this.findings() : null };
  }

  close(): void {
    this.#labels.return();
  }

  private readOn(paths: string[]): boolean {
    try {
      for (let entries = 0; entries < pageEntries; entries += 1) {
        const next = this.#labels.next();
        if (next.done === true) return true;
        if (!next.value) continue;
        const { path } = next.value.label;
        const ours = this.engine.label(path) ?? defaultLabel(path);
        const theirs = completed(ours, next.value);
        this.note(ours, { ...theirs, updatedAt: Math.min(theirs.updatedAt, this.now) });
        paths.push(path);
      }
      return false;
    } catch (error) {
      if (!(error instanceof LabelsFileError)) throw error;
      // Whoever has to mend the file is told of this one, however many there were before.
      this.#refused.splice(limits.importListed - 1);
      this.noteRefused(error);
      this.#isCutShort = true;
      return true;
    }
  }

  private note(ours: Label, theirs: Label): void {
    const standing = standingOf(ours, theirs);
    this.#counts.read += 1;
    this.#counts[standing] += 1;
    const isListed = this.#counts[standing] <= limits.importListed;
    if (standing === 'same') {
      if (isListed) this.#unchanged.push(theirs.path);
      return;
    }
    for (const policy of importPolicies) if (changeBy(policy, ours, theirs)) this.#changes[policy] += 1;
    if (!isListed) return;
    if (standing === 'new') this.#new.push({ path: theirs.path, file: shown(theirs) });
    else this.#conflicts.push({ path: theirs.path, here: shown(ours), file: shown(theirs) });
  }

  private noteRefused({ line, reason }: LabelsFileError): void {
    this.#refusedCount += 1;
    if (this.#refused.length < limits.importListed) this.#refused.push({ line, reason });
  }

  private findings(): Findings {
    const { read, same, conflict } = this.#counts;
    return {
      format: this.file.format,
      read,
      new: { count: this.#counts.new, items: this.#new },
      conflicts: { count: conflict, items: this.#conflicts },
      unchanged: { count: same, paths: this.#unchanged },
      refused: { count: this.#refusedCount, lines: this.#refused, is_cut_short: this.#isCutShort },
      ignored_columns: [...this.#ignored],
      changes: this.#changes,
    };
  }
}

/** Those that are going on, by the name that whoever asks has given them. */
export class Examinations {
  readonly #running = new Map<string, { readonly examination: ImportExamination; next: number }>();

  constructor(private readonly engine: LabelEngine) {}

  page({ name, page, file, at }: AskedExamination): ExaminedPage {
    const running = page === 0 ? this.begin(name, file, at) : this.#running.get(name);
    if (running?.next !== page) {
      throw new Problem('overloaded', 'Looking through the file was broken off: try again.', { retryAfter: 1 });
    }
    running.next += 1;
    const examined = running.examination.page();
    if (examined.findings) this.end(name);
    return examined;
  }

  end(name: string): void {
    this.#running.get(name)?.examination.close();
    this.#running.delete(name);
  }

  private begin(name: string, file: ImportFile, at: number): { examination: ImportExamination; next: number } {
    if (this.#running.size >= examinationsMax) {
      throw new Problem('overloaded', 'Too many files are looked through at once: try again.', { retryAfter: 1 });
    }
    const running = { examination: new ImportExamination(this.engine, file, at), next: 0 };
    this.#running.set(name, running);
    return running;
  }
}

/** As much of it as helps to decide. */
function shown({ tags, notes, star, metrics, updatedAt, updatedBy }: Label): ImportedLabel {
  const numbers = Object.entries(metrics ?? {}).slice(0, metricsShown);
  return {
    tags: tags.slice(0, tagsShown),
    notes: notes.length > notesShown ? `${notes.slice(0, notesShown).replace(/[\uD800-\uDBFF]$/, '')}…` : notes,
    star,
    ...(numbers.length > 0 ? { metrics: Object.fromEntries(numbers) } : {}),
    updated_at: timeText(updatedAt),
    updated_by: updatedBy,
  };
}
