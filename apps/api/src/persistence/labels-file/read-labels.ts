import type { GalleryPath } from '../../shared/gallery-path.ts';
import type { FileWindow } from './file-window.ts';
import { orTold, strictEar, type FoundLabel, type FoundLabels, type ReadingEar } from './found-label.ts';
import { JsonReader } from './json-reader.ts';
import { itemPathFrom, labelFromFields, silentFields, timeFrom } from './label-from-fields.ts';
import { isRecord, refuseUnsafeName } from './plain-data.ts';
import { Refusal } from './refusal.ts';
import { SeenNames } from './seen-names.ts';

/** What stands around the items. A file made by hand may lack all of it. */
export interface LabelsFileHeader {
  readonly storeId: string | null;
  readonly seq: number | null;
  /** Which start of which server it was written in; files of other programs do not say. */
  readonly epoch?: string;
  /** Milliseconds since 1970, 0 when the file does not say. */
  readonly savedAt: number;
}

const knownVersion = 1;

/** Reads the window to the end of its file: the labels one by one, and at last what stands around them. */
export function* readLabels(
  window: FileWindow,
  seenPaths: SeenNames | undefined,
  ear = strictEar,
): FoundLabels<LabelsFileHeader> {
  const json = new JsonReader(window);
  if (json.peek() === '') throw window.refused('The file is empty.');
  if (json.peek() === '\xef') throw window.refused('The file begins with a byte order mark: save it without.');
  const seen = new SeenNames();
  let header: LabelsFileHeader = { storeId: null, seq: null, savedAt: 0 };
  for (const name of json.fields((name) => newName(name, seen))) {
    if (name === 'items') yield* readItems(json, seenPaths, ear);
    else {
      const value = json.value();
      header = json.located(() => ({ ...header, ...headerFieldFrom(name, value) }));
    }
  }
  if (json.peek() !== '') throw json.unexpected('the end of the file');
  for (const name of ['version', 'items']) {
    if (seen.add(name)) throw window.refused(`The file has no field "${name}": it is no labels.json.`);
  }
  return header;
}

function* readItems(json: JsonReader, seenPaths: SeenNames | undefined, ear: ReadingEar): FoundLabels {
  const newPathOf = (name: string): GalleryPath | undefined =>
    orTold(ear, () => json.located(() => newPath(name, seenPaths)));
  for (const path of json.fields(newPathOf)) {
    const item = json.value();
    yield path === undefined ? undefined : orTold(ear, () => json.located(() => foundAt(path, item, ear)));
  }
}

function newName(name: string, seen: SeenNames): string {
  refuseUnsafeName(name);
  if (!seen.add(name)) throw new Refusal(`The field ${JSON.stringify(name)} is there twice.`);
  return name;
}

/** A file may be called `__proto__`, so an item may: its path is never the name of a field here. */
function newPath(name: string, seen: SeenNames | undefined): GalleryPath {
  const path = itemPathFrom(name);
  if (seen?.add(path) === false) throw new Refusal(`The item ${JSON.stringify(path)} is there twice.`);
  return path;
}

function headerFieldFrom(name: string, value: unknown): Partial<LabelsFileHeader> {
  if (name === 'store_id') return { storeId: storeIdFrom(value) };
  if (name === 'seq') return { seq: seqFrom(value) };
  if (name === 'epoch' && typeof value === 'string') return { epoch: value };
  if (name === 'saved_at') return { savedAt: timeFrom('saved_at', value) };
  if (name === 'version') refuseOtherVersion(value);
  return {};
}

function refuseOtherVersion(version: unknown): void {
  if (version === knownVersion) return;
  if (typeof version === 'number' && version > knownVersion) {
    throw new Refusal(`The file was made by a newer Lenslet: it has version ${String(version)}, known is 1.`);
  }
  throw new Refusal('version must be 1.');
}

function storeIdFrom(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal('store_id must be a text.');
}

function seqFrom(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Refusal('seq must be a whole number.');
}

function foundAt(path: GalleryPath, item: unknown, ear: ReadingEar): FoundLabel {
  if (!isRecord(item)) throw new Refusal('An item must be an object.');
  const { tags, notes, star, updated_at, updated_by, item_version, metrics, ...rest } = item;
  const extra = Object.keys(rest).length > 0 ? rest : undefined;
  const fields = { tags, notes, star, updatedAt: updated_at, updatedBy: updated_by, version: item_version, metrics };
  const label = labelFromFields(path, fields, extra);
  ear.admit(label);
  return { label, silentOf: silentFields(fields) };
}
