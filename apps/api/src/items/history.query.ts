import type { GestureItemsQuery, GesturesQuery, HistoryQuery, UndoQuery } from '#contracts';
import { Matches, MaxLength, IsString } from 'class-validator';
import { limits } from '#contracts';
import { IntegerField, OptionalField, PathField, SwitchField } from '../shared/query-fields.ts';

const time = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;
const mustBeTime = { message: 'must be a time such as 2026-01-23T19:22:05Z' };

export class HistoryQueryDto implements HistoryQuery {
  @PathField()
  path!: string;

  @OptionalField()
  @IntegerField(1, Number.MAX_SAFE_INTEGER)
  before?: number;
}

export class GesturesQueryDto implements GesturesQuery {
  @OptionalField()
  @IsString()
  // A character may take two places.
  @MaxLength(limits.nameCharacters * 2)
  by?: string;

  @OptionalField()
  @Matches(time, mustBeTime)
  from?: string;

  @OptionalField()
  @Matches(time, mustBeTime)
  to?: string;

  @OptionalField()
  @IntegerField(1, Number.MAX_SAFE_INTEGER)
  before?: number;
}

export class GestureItemsQueryDto implements GestureItemsQuery {
  @OptionalField()
  @IntegerField(1, Number.MAX_SAFE_INTEGER)
  after?: number;

  @OptionalField()
  @IntegerField(1, limits.historyPage)
  limit?: number;
}

export class UndoQueryDto implements UndoQuery {
  @OptionalField()
  @SwitchField()
  dry_run?: boolean;
}
