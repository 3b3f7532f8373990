import { exportFormats, type ExportFormat, type ExportQuery } from '#contracts';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { OptionalField, PathField } from '../shared/query-fields.ts';

/** More does not fit into an address. */
const queryCharacters = 16_384;

export class ExportQueryDto implements ExportQuery {
  @OptionalField()
  @IsIn(exportFormats, { message: `must be one of ${exportFormats.join(', ')}` })
  format?: ExportFormat;

  @OptionalField()
  @PathField()
  path?: string;

  @OptionalField()
  @IsString()
  @MaxLength(queryCharacters)
  query?: string;

  @OptionalField()
  @IsIn(['only'], { message: 'must be only, or left out' })
  labelled?: 'only';
}
