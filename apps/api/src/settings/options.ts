import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';

/** One thing that can be set: on the command line as `--name`, in the environment as `LENSLET_NAME`. */
export interface Option<Value> {
  /** What stands for the value in the help; none for a switch. */
  readonly value?: string;
  readonly help: string;
  readonly fallback: Value;
  /** May be given several times; in the environment separated by commas. */
  readonly isList?: boolean;
  /** The value, or a sentence that says what is allowed. */
  readonly check: (text: string) => Checked<Value>;
}

export type Checked<Value> = { readonly value: Value } | { readonly mustBe: string };

export const options = {
  host: textOption('ADDRESS', 'Address to listen on', '127.0.0.1', /^[\w.:-]+$/, 'an address such as 127.0.0.1'),
  // Nobody moves away from a port that somebody chose: whether one was chosen has to be told apart from the usual one.
  port: {
    ...integerOption(
      'PORT',
      'Port to listen on, any free one for 0 (default: 7070, or the next free one)',
      0,
      0,
      65_535,
    ),
    fallback: null,
  },
  'base-path': textOption(
    'PATH',
    'Path under which everything is served, for a reverse proxy',
    '/',
    /^(?=\/)(?:\/[\w~.-]+)*\/?$/,
    'a path such as /team/gallery',
  ),
  workspace: textOption('FOLDER', 'Where Lenslet keeps its own files (default: .lenslet in the gallery)', '', /^/, ''),
  layout: choiceOption('WHERE', 'Where what Lenslet finds out, and copies of labels, are kept', 'workspace', [
    'workspace',
    'beside',
  ]),
  'no-write': switchOption('Write nothing anywhere; what would be kept on disk is kept in memory'),
  'require-write': switchOption('Refuse to start where nothing can be written'),
  'follow-symlinks': listOption('FOLDER', 'Serve what symbolic links into this folder lead to; may be repeated'),
  'allow-pointer-root': listOption(
    'FOLDER',
    'Let pointer folders lead into this folder outside of the gallery; may be repeated',
  ),
  's3-endpoint': textOption(
    'URL',
    'Of s3://bucket: another store than Amazon’s, such as https://minio.example.com:9000',
    '',
    /^(?:https?:\/\/[\w.[\]:-]+\/?)?$/,
    'an address such as https://minio.example.com:9000, without a path',
  ),
  's3-region': textOption(
    'REGION',
    'Of s3://bucket (default: what the environment or the profile says)',
    '',
    /^[\w-]*$/,
    'a region such as eu-central-1',
  ),
  's3-path-style': switchOption(
    'Of s3://bucket: name the bucket in the path, not in the host; most other stores want it',
  ),
  's3-presign': switchOption('Of s3://bucket: send browsers to the store for originals instead of passing them on'),
  's3-sweep': integerOption('SECONDS', 'Of s3://bucket: how often it is looked through for changes', 60, 1, 86_400),
  'source-column': textOption(
    'NAME',
    'Of a table: the column that names the files (default: the first called source, path, file, image …)',
    '',
    /^/,
    '',
  ),
  'path-column': textOption(
    'NAME',
    'Of a table: the column with the path under which a row is shown (default: where its file lies)',
    '',
    /^/,
    '',
  ),
  'base-dir': textOption('FOLDER', 'Of a table: where its files lie (default: the folder of the table)', '', /^/, ''),
  'allow-remote': switchOption('Of a table: read images that its rows name by http or https address'),
  'remote-host': {
    ...listOption('NAME', 'Of a table: a host in your own network that its rows may name, too; may be repeated'),
    check: checkHosts,
  },
  'allow-host': {
    ...listOption('NAME', 'A name under which browsers reach this server through a proxy; may be repeated'),
    check: checkHosts,
  },
  'cors-origin': {
    ...listOption(
      'ORIGIN',
      'Another web page that may use this server, such as https://tools.example; may be repeated',
    ),
    check: checkOrigins,
  },
  'insecure-open': switchOption('Listen beyond this machine although anyone there can see and change everything'),
  'token-file': textOption(
    'FILE',
    'People come in by tokens, which this file lists; lenslet token makes them',
    '',
    /^/,
    '',
  ),
  'auth-proxy-header': textOption(
    'NAME',
    'A proxy in front says in this header who somebody is',
    '',
    /^(?:[A-Za-z][\w-]*)?$/,
    'the name of a header such as X-Forwarded-User',
  ),
  'auth-proxy-from': listOption(
    'ADDRESS',
    'Where that proxy is, as an address or a range such as 10.0.0.0/8; may be repeated',
  ),
  'auth-proxy-role': choiceOption('ROLE', 'What people are who come through the proxy', 'labeller', [
    'viewer',
    'labeller',
    'admin',
  ]),
  role: {
    ...choiceOption('ROLE', 'Of lenslet token add', 'viewer', ['viewer', 'labeller', 'admin']),
    fallback: null,
  },
  workers: integerOption('COUNT', 'Child processes that decode images', availableParallelism(), 1, 64),
  'thumb-size': integerOption('PIXELS', 'Long edge of thumbnails', 256, 64, 1024),
  'thumb-quality': integerOption('PERCENT', 'WebP quality of thumbnails', 70, 1, 100),
  'flush-interval': integerOption(
    'SECONDS',
    'labels.json is written so long after a change at the latest',
    15,
    1,
    86_400,
  ),
  'flush-count': integerOption('ITEMS', 'labels.json is written when so many items have changed', 25, 1, 1_000_000),
  'replay-limit': integerOption(
    'EVENTS',
    'So many missed changes are told again; whoever missed more asks for everything',
    10_000,
    0,
    1_000_000,
  ),
  'stream-heartbeat': integerOption(
    'SECONDS',
    'Each stream says so often that it lives; 40 s of silence count as dead',
    15,
    1,
    30,
  ),
  'stream-lifetime': integerOption(
    'SECONDS',
    'A stream is ended, and opened again by the browser, after about so long',
    900,
    1,
    86_400,
  ),
  'presence-view-ttl': integerOption('SECONDS', 'Someone who is not heard of for so long has left', 75, 1, 86_400),
  'presence-edit-ttl': integerOption('SECONDS', 'Someone who has not edited for so long only looks', 60, 1, 86_400),
  'presence-prune-interval': integerOption('SECONDS', 'How often is looked for people who have left', 5, 1, 3600),
  'presence-lifecycle-v2': switchOption('Count people by leases, not by signs of life alone', true),
  format: choiceOption('FORMAT', 'Of lenslet export', 'json', ['json', 'ndjson', 'csv', 'parquet']),
  path: textOption(
    'FOLDER',
    'lenslet export takes only what is in this folder of the gallery, and below it',
    '/',
    /^\//,
    'a path such as /2025/june',
  ),
  output: textOption('FILE', 'Where lenslet export writes to (default: standard output)', '', /^/, ''),
  policy: choiceOption('POLICY', 'Of lenslet import, where both have a label: which one holds', 'merge', [
    'keep',
    'take',
    'newer',
    'merge',
  ]),
  'skip-refused': switchOption('lenslet import leaves out lines that it cannot take'),
  'dry-run': switchOption('lenslet import only says what it would do'),
  'no-watch': switchOption('Do not watch the gallery for changes; look for them from time to time instead'),
  'log-level': choiceOption('LEVEL', 'How much is logged', 'auto', [
    'auto',
    'trace',
    'debug',
    'info',
    'warn',
    'error',
    'silent',
  ]),
} as const satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof options;
export type OptionValue<Name extends OptionName> = (typeof options)[Name] extends Option<infer Value> ? Value : never;

function textOption(value: string, help: string, fallback: string, form: RegExp, mustBe: string): Option<string> {
  return { value, help, fallback, check: (text) => (form.test(text) ? { value: text } : { mustBe }) };
}

function integerOption(value: string, help: string, fallback: number, min: number, max: number): Option<number> {
  const mustBe = `a whole number from ${String(min)} to ${String(max)}`;
  const check = (text: string): Checked<number> => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    return number >= min && number <= max ? { value: number } : { mustBe };
  };
  return { value, help, fallback, check };
}

function switchOption(help: string, fallback = false): Option<boolean> {
  const words: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };
  return {
    help,
    fallback,
    check: (text) => (Object.hasOwn(words, text) ? { value: words[text] ?? false } : { mustBe: 'true or false' }),
  };
}

function listOption(value: string, help: string): Option<readonly string[]> {
  return { value, help, fallback: [], isList: true, check: (text) => ({ value: text.split(',').filter(Boolean) }) };
}

/** Without brackets and in small letters, as the name in a Host is compared; with anything else, all would be turned away. */
function checkHosts(text: string): Checked<readonly string[]> {
  const names = text.split(',').map((name) => /^\[(.*)\]$/.exec(name)?.[1] ?? name);
  const areBare = names.every((name) => isIP(name) !== 0 || /^[a-z\d](?:[a-z\d._-]*[a-z\d])?$/i.test(name));
  const mustBe =
    'one or more bare names as browsers show them, such as images.example.com, or addresses such as 10.0.0.7 or [fd00::7]: ' +
    'no https:// before it, no port and no path after it, no *';
  return areBare ? { value: names.map((name) => name.toLowerCase()) } : { mustBe };
}

/** As a browser writes it: compared letter by letter, anything else would never be met. */
function checkOrigins(text: string): Checked<readonly string[]> {
  const origins = text.split(',');
  const areExact = origins.every((each) => /^https?:\/\/[\w.:[\]-]+$/.test(each) && URL.parse(each)?.origin === each);
  const mustBe =
    'one or more origins as browsers write them, such as https://tools.example or http://localhost:4200: scheme, name in ' +
    'small letters and port (unless it is the usual one), no path, no slash at the end, no *';
  return areExact ? { value: origins } : { mustBe };
}

function choiceOption<const Choice extends string>(
  value: string,
  help: string,
  fallback: Choice,
  choices: readonly Choice[],
): Option<Choice> {
  return {
    value,
    help: `${help}: ${choices.join(', ')}`,
    fallback,
    check: (text) => {
      const choice = choices.find((each) => each === text);
      return choice === undefined ? { mustBe: `one of ${choices.join(', ')}` } : { value: choice };
    },
  };
}
