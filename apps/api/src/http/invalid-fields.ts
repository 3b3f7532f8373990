import type { ValidationError } from 'class-validator';
import { Problem } from '../shared/problem.ts';

/** The first complaint of class-validator as a sentence that names the field. */
export function invalidField(errors: readonly ValidationError[]): Problem {
  const [error] = errors;
  const field = error?.property ?? '';
  const [rule, complaint] = Object.entries(error?.constraints ?? {})[0] ?? ['', 'is not valid'];
  const isUnknown = rule === 'whitelistValidation';
  const message = isUnknown ? `There is no field ${field} here.` : `${field} ${complaint}.`;
  return new Problem('invalid_field', message, { field });
}
