import { IsOptional, IsString } from 'class-validator';
import type { StreamQuery } from '#contracts';

export class StreamQueryDto implements StreamQuery {
  /** Whatever it is: a bad cursor is answered on the stream, not with an error that would end a browser's tries. */
  @IsOptional()
  @IsString()
  last_event_id?: string;
}
