import { cpSync, readFileSync } from 'node:fs';
import { indexed } from '../../support/gallery-state.ts';
import { exported } from '../../support/exports.ts';
import { writeMany } from '../../support/images.ts';
import { importAtOnce } from '../../support/imports.ts';
import { readLabelsFile } from '../../support/labels-file.ts';
import { bulk, labelsReady, patch, push } from '../../support/labels.ts';
import { chooseSeed, rounds, SeededRandom } from '../../support/seeded-random.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const seed = chooseSeed();
const images = rounds(300, 5000);
const paths = Array.from({ length: images }, (_, at) => `/image-${String(at + 1).padStart(4, '0')}.jpg`);
const words = [
  '=1+1',
  '+49',
  '-x',
  '@a',
  '\'"',
  'é',
  '漢字',
  '😀',
  '\u202egnp',
  'a, b;c',
  '<b>',
  '{{7*7}}',
  '\\n',
  "'=",
];
const notes = [
  '',
  'two\nlines',
  '=HYPERLINK("x")',
  ' around ',
  '"quoted", twice',
  'ends with \\',
  '\u200b',
  "'",
  '\t=1',
];

describe(`EX6, E22: labels that are taken away and brought in elsewhere, seed ${seed}`, () => {
  const [root, copy] = [tempFolder('gallery'), tempFolder('copy')];
  let from: TestServer;
  let files: Readonly<Record<'json' | 'ndjson' | 'csv', string>>;
  let wanted: string;
  let labelled: number;

  beforeAll(async () => {
    await writeMany(root, images, { width: 8, height: 8 });
    cpSync(root, copy, { recursive: true });
    from = await startServer({ root });
    await indexed(from, images);
    await label(from, new SeededRandom(seed));
    const [json, ndjson, csv] = await Promise.all(
      (['json', 'ndjson', 'csv'] as const).map(async (format) => (await exported(from, { format })).bytes.toString()),
    );
    files = { json: json ?? '', ndjson: ndjson ?? '', csv: csv ?? '' };
    await from.stop();
    wanted = itemsIn(from.workspace);
    labelled = Object.keys(readLabelsFile(from.workspace).items).length;
    expect(labelled).toBeGreaterThan(images * 0.5);
  }, 600_000);

  it.each(['json', 'ndjson', 'csv'] as const)('as %s give the same labels.json, byte for byte', async (format) => {
    const to = await startServer({ root: copy });
    await indexed(to, images);
    await labelsReady(to);
    const { status, body } = await importAtOnce(to, format, files[format], 'take');
    expect([status, body]).toEqual([200, expect.objectContaining({ new: labelled, changed: 0, refused: 0 })]);
    await to.stop();
    expect(itemsIn(to.workspace)).toBe(wanted);
  });
});

/** All but its head, which says whose file it is and when it was written. */
function itemsIn(workspace: string): string {
  const text = readFileSync(`${workspace}/labels.json`, 'utf8');
  return text.slice(text.indexOf('"items"'));
}

async function label(server: TestServer, random: SeededRandom): Promise<void> {
  for (const path of paths) {
    const by = random.pick(['Ana', 'Håkon', '=Eve', '+1']);
    if (random.chance(0.2)) continue;
    await patch(
      server,
      path,
      { set_star: random.pick([null, 0, 1, 5] as const), set_notes: random.pick(notes) },
      { by },
    );
    if (random.chance(0.5)) await patch(server, path, { add_tags: random.shuffled(words).slice(0, 3) }, { by });
  }
  const some = random.shuffled(paths).slice(0, images / 10);
  await bulk(server, { scope: { paths: some }, patch: { add_tags: ['many'], set_star: 3 } }, { by: 'Ana' });
  const measured = random.shuffled(paths).slice(0, images / 3);
  const numbers = [0, -0, 1e-7, 1e21, 0.1 + 0.2, Number.MAX_SAFE_INTEGER, -12.5];
  await push(
    server,
    measured.map((path) => ({ path, metrics: { score: random.pick(numbers), 'a,"b"': random.next(), 'é=1': 2 } })),
  );
}
