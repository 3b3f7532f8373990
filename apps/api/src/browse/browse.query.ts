import { limits, type BrowseWindowQuery } from '#contracts';
import { IsString, MaxLength } from 'class-validator';
import { IntegerField, OptionalField, PathField } from '../shared/query-fields.ts';

export class BrowseWindowQueryDto implements BrowseWindowQuery {
  @IntegerField(0, 1_000_000_000)
  offset!: number;

  @IntegerField(1, limits.browseWindowMax)
  limit!: number;

  /** Longer than all names together. */
  @OptionalField()
  @IsString()
  @MaxLength(256)
  fields?: string;

  @OptionalField()
  @PathField()
  locate?: string;
}
