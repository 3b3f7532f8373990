import { options, type Option } from './options.ts';

export function helpText(): string {
  const rows = (Object.entries(options) as [string, Option<unknown>][]).map(([name, option]) => ({
    flag: `--${name}${option.value === undefined ? '' : ` ${option.value}`}`,
    help: option.help + fallbackOf(name, option),
  }));
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 2;
  return [
    'Lenslet: a gallery and labelling server for teams.',
    '',
    'Usage',
    '  lenslet <folder> [options]         serve a folder of images',
    '  lenslet s3://bucket/prefix         serve images of a bucket; every command takes one in place of a folder',
    '  lenslet table.parquet|.csv|.ndjson serve the images that its rows name; every command takes one in place of a folder',
    '  lenslet                            serve a small demo gallery',
    '  lenslet index <folder> [options]   make thumbnails and manifests ahead of time, and stop',
    '  lenslet doctor <folder>            what is not as it should be in it, and what to do about each',
    '  lenslet export <folder> [--format json|ndjson|csv|parquet] [--path FOLDER] [--output FILE]   take the labels away',
    '  lenslet import <folder> [FILE] [--dry-run] [--policy P]   take labels in from a file, else from labels.json',
    '  lenslet backup <folder> FILE       copy everything people wrote into one file, also while a server runs',
    '  lenslet token add NAME --role ROLE --token-file FILE   let somebody in; also token list, token revoke NAME[/FINGERPRINT]',
    '  lenslet restore <folder> FILE      go back to a backup; what was there is kept beside it',
    '',
    'Options',
    ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}${help}`),
    `  ${'--help, -h'.padEnd(width)}Print this`,
    `  ${'--version, -v'.padEnd(width)}Print the version`,
    '',
    'Every option can also be set in the environment: --thumb-size 320 is LENSLET_THUMB_SIZE=320.',
    '',
  ].join('\n');
}

function fallbackOf(name: string, option: Option<unknown>): string {
  if (name === 'workers') return ' (default: one per core)';
  if (option.fallback === true) return ` (default; off with --no-${name})`;
  const isSaid = typeof option.fallback === 'number' || (typeof option.fallback === 'string' && option.fallback !== '');
  return isSaid ? ` (default: ${String(option.fallback)})` : '';
}
