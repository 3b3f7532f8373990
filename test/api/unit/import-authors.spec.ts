import { writeFileSync } from 'node:fs';
import { importPolicies, type ImportFormat, type ImportPolicy } from '#contracts';
import { importFile } from '../../../apps/api/src/persistence/import-file.ts';
import { defaultLabel, type Label } from '../../../apps/api/src/persistence/label.ts';
import { openInMemory } from '../../../apps/api/src/persistence/sql/open-database.ts';
import { noon } from '../../support/store-writes.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = tempFolder('imports');
const path = '/cat.jpg';
const day = 86_400_000;
const later = new Date(noon + day).toISOString();
const earlier = new Date(noon - day).toISOString();
const mine: Label = { ...defaultLabel(path), star: 5, metrics: { score: 1 }, updatedAt: noon, updatedBy: 'Ada' };

/** What becomes of a label of hers. */
function after(policy: ImportPolicy, format: ImportFormat, content: string, here = mine): Label | undefined {
  const { engine } = openInMemory((engine) => engine.saveLabel({ ...here, id: 1, seq: 0 }));
  try {
    engine.setCounter('label', 1);
    const file = `${folder}/labels.${format}`;
    writeFileSync(file, content);
    const wish = { file, format, isTrusted: true, policy, skipsRefused: false };
    importFile(engine, { at: noon + 2 * day, actor: 'Root', client: '' }, wish);
    return engine.label(path);
  } finally {
    engine.db.close();
  }
}

/** Numbers of a day, in nobody's name, with one more that is new here. */
const numbers = (at: string): readonly (readonly [ImportFormat, string])[] => [
  ['csv', `path,metrics,updated_at\n${path},"{""score"":2,""other"":3}",${at}\n`],
  ['ndjson', JSON.stringify({ path, metrics: { score: 2, other: 3 }, updated_at: at, updated_by: 'job' })],
  ['json', JSON.stringify({ version: 1, items: { [path]: { metrics: { score: 2, other: 3 }, updated_at: at } } })],
];

describe('EX6: a dated file that says nothing of star, tags and notes', () => {
  describe.each(importPolicies)('by %s', (policy) => {
    it.each(numbers(later))('of a later day leaves date and author to whoever wrote them: %s', (format, content) => {
      const hers = { star: 5, updatedAt: noon, updatedBy: 'Ada' };
      const score = policy === 'keep' ? 1 : 2;
      expect(after(policy, format, content)).toMatchObject({ ...hers, metrics: { score, other: 3 } });
    });

    it.each(numbers(earlier))('of an earlier day brings what is missing: %s', (format, content) => {
      const hers = { star: 5, updatedAt: noon, updatedBy: 'Ada' };
      const score = policy === 'take' ? 2 : 1;
      expect(after(policy, format, content)).toMatchObject({ ...hers, metrics: { score, other: 3 } });
    });
  });

  it('has the last word where nobody has written any', () => {
    const [, [format, content] = ['ndjson', ''] as const] = numbers(later);
    const theirs = { updatedAt: noon + day, updatedBy: 'job' };
    expect(after('newer', format, content, { ...mine, star: null })).toMatchObject(theirs);
  });

  it('is another thing than one that says that they are empty', () => {
    const content = JSON.stringify({ path, star: null, tags: [], notes: '', updated_at: later, updated_by: 'Ben' });
    expect(after('newer', 'ndjson', content)).toMatchObject({ star: null, updatedAt: noon + day, updatedBy: 'Ben' });
  });
});
