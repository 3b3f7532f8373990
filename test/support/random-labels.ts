import { stars } from '#contracts';
import type { Label } from '../../apps/api/src/persistence/label.ts';
import type { SeededRandom } from './seeded-random.ts';

const words = ['cute', 'draft', 'é', '漢字', '😀', 'a b', '"', 'z'];

/** Few different tags and people, so that they meet. */
export function randomTags(random: SeededRandom, most = 4): string[] {
  return random.shuffled(words).slice(0, random.between(0, most));
}

export function randomLabel(random: SeededRandom, path: string, version = random.between(1, 40)): Label {
  return {
    path,
    version,
    star: random.pick(stars),
    tags: random.chance(0.3) ? [] : randomTags(random),
    notes: random.chance(0.8) ? '' : `${random.pick(words)} ${random.below(9)}`,
    metrics: random.chance(0.9) ? undefined : { loss: random.next() },
    updatedAt: random.below(2 ** 41),
    updatedBy: random.pick(['ann', 'bob', 'server', 'client:üé']),
  };
}
