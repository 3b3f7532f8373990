import { IsOptional, IsString } from 'class-validator';
import type { SignInQuery } from '#contracts';

export class SignInQueryDto implements SignInQuery {
  @IsOptional()
  @IsString()
  next?: string;
}
