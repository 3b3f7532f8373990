import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { cleanPath } from './gallery-path.ts';

/** Query values are text. These decorators turn them into what they stand for, and leave what they cannot read. */

export function PathField(): PropertyDecorator {
  const clean = Transform(({ value, key }: { value: unknown; key: string }) =>
    typeof value === 'string' ? cleanPath(value, key) : value,
  );
  return applyDecorators(clean, IsString({ message: 'must be a path in the gallery' }));
}

export function IntegerField(min: number, max: number): PropertyDecorator {
  const read = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value,
  );
  const message = `must be a whole number from ${String(min)} to ${String(max)}`;
  return applyDecorators(read, IsInt({ message }), Min(min, { message }), Max(max, { message }));
}

export function SwitchField(): PropertyDecorator {
  const words: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
  const read = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : value,
  );
  return applyDecorators(read, IsBoolean({ message: 'must be true or false' }));
}

export function OptionalField(): PropertyDecorator {
  return IsOptional();
}
