import { IsString } from 'class-validator';
import { limits, type SearchQuery } from '#contracts';
import { IntegerField, OptionalField, PathField } from '../shared/query-fields.ts';

export class SearchQueryDto implements SearchQuery {
  @IsString({ message: 'must be what to look for' })
  q!: string;

  @OptionalField()
  @PathField()
  path?: string;

  @OptionalField()
  @IntegerField(1, limits.searchItemsMax)
  limit?: number;
}
