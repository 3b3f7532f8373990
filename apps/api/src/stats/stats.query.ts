import type { StatsQuery } from '#contracts';
import { IsString, MaxLength } from 'class-validator';
import { OptionalField, PathField } from '../shared/query-fields.ts';

/** Longer than any zone or time, and than what fits into an address. */
const [wordCharacters, queryCharacters] = [64, 16_384];

export class StatsQueryDto implements StatsQuery {
  @OptionalField()
  @PathField()
  path?: string;

  @OptionalField()
  @IsString()
  @MaxLength(queryCharacters)
  query?: string;

  @OptionalField()
  @IsString()
  @MaxLength(wordCharacters)
  from?: string;

  @OptionalField()
  @IsString()
  @MaxLength(wordCharacters)
  to?: string;

  @OptionalField()
  @IsString()
  @MaxLength(wordCharacters)
  tz?: string;
}
