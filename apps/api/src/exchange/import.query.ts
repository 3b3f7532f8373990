import { IsIn } from 'class-validator';
import { importPolicies, type ImportByIdQuery, type ImportPolicy, type ImportQuery } from '#contracts';
import { OptionalField, SwitchField } from '../shared/query-fields.ts';

const mustBePolicy = { message: `must be one of ${importPolicies.join(', ')}` };

export class ImportQueryDto implements ImportQuery {
  @OptionalField()
  @SwitchField()
  dry_run?: boolean;

  @OptionalField()
  @IsIn(importPolicies, mustBePolicy)
  policy?: ImportPolicy;

  @OptionalField()
  @SwitchField()
  skip_refused?: boolean;
}

export class ImportByIdQueryDto implements ImportByIdQuery {
  @IsIn(importPolicies, mustBePolicy)
  policy!: ImportPolicy;

  @OptionalField()
  @SwitchField()
  skip_refused?: boolean;
}
