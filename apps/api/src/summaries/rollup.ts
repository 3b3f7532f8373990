import type { Catalogue, Row } from '../catalogue/catalogue.ts';
import type { LabelTable } from '../persistence/label-table.ts';
import { Breather } from '../shared/breather.ts';

/** Written at once: enough that the disk is not asked for each image. */
const pieceCharacters = 64 * 1024;

/** `_rollup.json`: every image with its tags and notes, for programs that want all of them at once. In pieces, and in slices. */
export async function* rollupPieces(
  catalogue: Catalogue,
  table: LabelTable,
  generatedAt: string,
): AsyncGenerator<string> {
  const breather = new Breather();
  let piece = `{"v":1,"generatedAt":${JSON.stringify(generatedAt)},"items":[`;
  let separator = '\n';
  for (const row of catalogue.rowsOf(catalogue.root, true)) {
    piece += `${separator}${rollupLine(catalogue, table, row)}`;
    separator = ',\n';
    if (piece.length >= pieceCharacters) {
      yield piece;
      piece = '';
    }
    if (breather.isDue()) await breather.breathe();
  }
  yield `${piece}\n]}\n`;
}

function rollupLine(catalogue: Catalogue, table: LabelTable, row: Row): string {
  const path = catalogue.pathOf(row);
  const { tags = [], notes = '' } = table.read(path) ?? {};
  return JSON.stringify({ path, name: catalogue.nameOf(row), tags, notes });
}
