import { isRemoteAddress } from '../sources/remote/remote-address.ts';
import { refusals } from '../sources/table/row-place.ts';
import type { Catalogue, Row } from './catalogue.ts';

/** Why an image cannot be shown. Of a row of a table that is not read, what it names: no permission would help. */
export function whyUnseen(
  catalogue: Pick<Catalogue, 'problemOf'> & { readonly sources: Pick<Catalogue['sources'], 'of'> },
  row: Row,
): string | undefined {
  const problem = catalogue.problemOf(row);
  const source = problem === 'denied' ? catalogue.sources.of(row) : undefined;
  if (source === undefined) return problem;
  return isRemoteAddress(source) ? 'remote_denied' : (refusals.find((each) => each === source) ?? problem);
}
