import { Random } from './random.ts';

const words = [
  'holiday',
  'beach',
  'studio',
  'portrait',
  'night',
  'city',
  'render',
  'draft',
  'final',
  'client',
  'wedding',
  'garden',
] as const;
const sides = ['front', 'back', 'side', 'detail'] as const;

/** As cameras, shops, programs and people name their files: one of them in each folder. No two of a folder are the same. */
export function itemName(folder: number, item: number): string {
  const random = new Random(folder * 1000 + item + 1);
  const digits = (below: number, length: number): string => String(random.below(below)).padStart(length, '0');
  const hex = (length: number): string => Array.from({ length }, () => random.below(16).toString(16)).join('');
  switch (folder % 4) {
    case 0:
      return `IMG_2024${String(1 + (folder % 12)).padStart(2, '0')}${String(1 + (item % 28)).padStart(2, '0')}_${digits(2400, 4)}${String(item).padStart(2, '0')}`;
    case 1:
      return `product-sku-${digits(100, 2)}${String(item).padStart(4, '0')}-${random.pick(sides)}`;
    case 2:
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    default:
      return `${random.pick(words)}_${random.pick(words)}_${digits(1000, 3)}${String(item).padStart(2, '0')}`;
  }
}
