import { parseArgs } from 'node:util';
import { dataSet, isDataSetName, isMade, type DataSet, type DataSetName } from './data-sets.ts';

export interface Words {
  /** The data sets that are asked for and made. */
  readonly sets: readonly DataSet[];
  /** Another server, of which the same is asked in turn. */
  readonly against: string | undefined;
}

/**
 * Every program takes `--data 10k,500k` and `--against http://127.0.0.1:PORT`. Those that measure on one gallery of a
 * certain shape stay with it, whatever is named for the others.
 */
export function readWords(usual: readonly DataSetName[], { isFixed = false } = {}): Words {
  const { values } = parseArgs({ options: { data: { type: 'string' }, against: { type: 'string' } } });
  const names = (isFixed ? undefined : values.data?.split(',')) ?? usual;
  const sets = names.map((name) => {
    if (!isDataSetName(name)) throw new Error(`There is no data set ${name}.`);
    return dataSet(name);
  });
  const { against } = values;
  // Loads are for this machine: another one may be somebody's.
  if (against !== undefined && !['127.0.0.1', 'localhost', '[::1]'].includes(new URL(against).hostname)) {
    throw new Error('--against takes only addresses of this machine.');
  }
  return { sets: sets.filter(isMade), against };
}
