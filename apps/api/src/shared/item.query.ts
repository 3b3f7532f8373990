import type { ItemQuery } from '#contracts';
import { PathField } from './query-fields.ts';

export class ItemQueryDto implements ItemQuery {
  @PathField()
  path!: string;
}
