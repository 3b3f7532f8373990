import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { FolderNode } from '../catalogue/folder-node.ts';
import { itemFlags } from '../catalogue/item-flags.ts';
import { whyUnseen } from '../catalogue/why-unseen.ts';
import type { FlatHomes } from '../flat-files/flat-homes.ts';
import { Breather } from '../shared/breather.ts';
import { childOf } from '../shared/gallery-path.ts';
import type { UnclearRename } from '../renames/match-renames.ts';
import type { Complaints } from '../sidecars/complaints.ts';
import type { Sidecars } from '../sidecars/sidecars.ts';
import { FindingList, listedMax, type Findings, type HealthReport } from './health-report.ts';

/** Looks through all that is known for what is not as it should be, in slices. */
export async function examine(
  catalogue: Catalogue,
  homes: FlatHomes,
  sidecars: Sidecars,
  unclear: readonly UnclearRename[],
  generatedAt: string,
): Promise<HealthReport> {
  const breather = new Breather();
  const [missingThumbs, undecodable] = [new FindingList(), new FindingList()];
  const pointers = { broken_pointer: new FindingList(), pointer_loop: new FindingList() };
  for (const folder of catalogue.root.downwards()) {
    const { problem } = folder.pointer ?? {};
    if (problem) pointers[problem.code].add({ path: folder.path, why: problem.message });
    const unsure: Row[] = [];
    for (const row of folder.rows) {
      const why = whyUnseen(catalogue, row);
      if (why !== undefined) undecodable.add({ path: catalogue.pathOf(row), why });
      else if (!catalogue.has(row, itemFlags.hasThumb)) unsure.push(row);
      if (breather.isDue()) await breather.breathe();
    }
    if (unsure.length > 0) await findMissing(catalogue, homes, folder, unsure, missingThumbs);
  }
  return {
    v: 1,
    generatedAt,
    missingThumbs,
    undecodable,
    orphanSidecars: orphansOf(sidecars),
    brokenSidecars: listOf(sidecars.broken),
    unwritableSidecars: listOf(sidecars.refused),
    brokenPointers: pointers.broken_pointer,
    loops: pointers.pointer_loop,
    ambiguousRenames: unclearOf(unclear),
  };
}

/** Those of which nobody in this process has seen a thumb may have one all the same, from an earlier start. */
async function findMissing(
  catalogue: Catalogue,
  homes: FlatHomes,
  folder: FolderNode,
  rows: readonly Row[],
  missing: FindingList,
): Promise<void> {
  const files = homes.filesOf(folder.path);
  // Not to be read: nothing is known to be in it.
  const stems = new Set(await files?.stemsIn(folder.path, 'thumb').catch(() => []));
  for (const row of rows) {
    if (!files || !stems.has(files.stemOf(catalogue.nameOf(row)))) missing.add({ path: catalogue.pathOf(row) });
  }
}

function orphansOf({ finder }: Sidecars): Findings {
  const list = new FindingList();
  for (const [folder, names] of finder.orphans) {
    for (const name of names.split('\0')) list.add({ path: childOf(folder, name) });
  }
  return list;
}

function unclearOf(unclear: readonly UnclearRename[]): Findings {
  const list = new FindingList();
  for (const { path, candidates, rivals } of unclear) {
    const why = `may be ${[...candidates, ...rivals.map((rival) => `what ${rival} was`)].join(' or ')}`;
    list.add({ path, why });
  }
  return list;
}

function listOf(complaints: Complaints): Findings {
  return { count: complaints.count, items: [...complaints.first(listedMax)] };
}
