import { limits, type FoldersQuery, type RefreshQuery } from '#contracts';
import { IntegerField, OptionalField, PathField, SwitchField } from '../shared/query-fields.ts';

export class FoldersQueryDto implements FoldersQuery {
  @OptionalField()
  @PathField()
  path?: string;

  @OptionalField()
  @IntegerField(1, 1_000_000_000)
  page?: number;

  @OptionalField()
  @IntegerField(1, limits.folderPageSizeMax)
  page_size?: number;

  @OptionalField()
  @SwitchField()
  recursive?: boolean;
}

export class RefreshQueryDto implements RefreshQuery {
  @OptionalField()
  @PathField()
  path?: string;
}
