import { writeFileSync } from 'node:fs';
import { stars } from '#contracts';
import type { Label } from '../../apps/api/src/persistence/label.ts';
import { openLabelsFile } from '../../apps/api/src/persistence/labels-file/read-labels-file.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Pieces that have a meaning somewhere: in JSON, in tables, in spreadsheets, in paths, in JavaScript. */
const pieces = [
  ...['a', 'B', '7', ' ', 'é', 'ß', '漢', '🐈', '\u{10ffff}', '\u2028', '\u202e', '\ufeff', 'x'.repeat(40)],
  ...['"', '""', "'", "''", ',', ';', '\\', '\\"', '\n', '\r', '\r\n', '\t', '\u0001', '{', '}', '[', ']', ':'],
  ...['=', '+', '-', '@', '=1+1', "'=x", '__proto__', 'constructor', 'toString', '</script>', 'null', '%00'],
];
const names = [
  'cat.jpg',
  '__proto__',
  'constructor',
  'line\nbreak.jpg',
  'quo"te.jpg',
  'bad\u{10ffe9}.jpg',
  ' x ',
  'é.jpg',
];

export function randomText(random: SeededRandom, longest = 8): string {
  return Array.from({ length: random.below(longest + 1) }, () => random.pick(pieces)).join('');
}

/** As the door lets it through: every one of them comes back exactly. */
export function randomLabel(random: SeededRandom, path: string): Label {
  const tags = Array.from({ length: random.below(4) }, () => randomText(random).trim().normalize('NFC'));
  const extra = random.chance(0.3) ? randomExtra(random) : undefined;
  return {
    path,
    version: random.between(1, 2 ** 31 - 1),
    star: random.pick(stars),
    tags: [...new Set(tags)].filter((tag) => tag !== ''),
    notes: random.chance(0.02) ? randomText(random, 5000) : randomText(random),
    metrics: random.chance(0.3) ? randomMetrics(random) : undefined,
    updatedAt: random.chance(0.2) ? 0 : random.between(-(10 ** 13), 8.64e15),
    updatedBy: randomText(random) || 'server',
    extra,
  };
}

export function randomLabels(random: SeededRandom, count: number): Label[] {
  const folders = ['', 'art/', 'art/2025 é/', 'a,b;c/'];
  return Array.from({ length: count }, (_, at) =>
    randomLabel(random, `/${random.pick(folders)}${at}${random.pick(names)}`),
  );
}

/** The header and everything else, in an order of its own for each reading. */
export function readAll(file: string, chunk?: number): { header: object; labels: Label[] } {
  const reader = openLabelsFile(file, chunk);
  try {
    const labels = [...reader.entries()];
    expect(labels).toHaveLength(reader.items);
    return { header: reader.header, labels };
  } finally {
    reader.close();
  }
}

export function fileWith(folder: string, content: string | Uint8Array): string {
  const file = `${folder}/labels.json`;
  writeFileSync(file, content);
  return file;
}

/** A whole labels.json around the text of one item. */
export function around(items: string): string {
  return `{"version":1,"store_id":"s","seq":3,"items":${items}}`;
}

/** What everyone behind the door relies on. */
export function expectWellTyped(label: Label): void {
  expect(label.path).toMatch(/^\/[^/]/);
  expect(stars).toContain(label.star);
  expect(Number.isInteger(label.version) && label.version >= 1 && Number.isInteger(label.updatedAt)).toBe(true);
  for (const text of [label.notes, label.updatedBy, ...label.tags]) expect(text).toEqual(expect.any(String));
  for (const number of Object.values(label.metrics ?? {})) expect(Number.isFinite(number)).toBe(true);
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    expect(Object.hasOwn(label.extra ?? {}, name) || Object.hasOwn(label.metrics ?? {}, name)).toBe(false);
  }
}

function randomMetrics(random: SeededRandom): Record<string, number> {
  const entries = Array.from({ length: random.below(4) }, (_, at): [string, number] => [
    `${at}${randomText(random)}`,
    random.pick([0, 1, -1.5, 1e-300, 1.7976931348623157e308, random.next()]),
  ]);
  return Object.fromEntries(entries);
}

function randomExtra(random: SeededRandom): Record<string, unknown> {
  return { [`x${randomText(random)}`]: randomText(random), deep: [null, true, { more: [random.next(), {}] }] };
}
