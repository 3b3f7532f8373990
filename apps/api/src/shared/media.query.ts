import { IsString, MaxLength } from 'class-validator';
import type { MediaQuery } from '#contracts';
import { OptionalField, PathField } from './query-fields.ts';

export class MediaQueryDto implements MediaQuery {
  @PathField()
  path!: string;

  @OptionalField()
  @IsString({ message: 'must be a fingerprint' })
  @MaxLength(64, { message: 'must be a fingerprint' })
  v?: string;
}
