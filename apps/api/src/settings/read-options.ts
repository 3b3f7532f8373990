import { parseArgs, type ParseArgsConfig } from 'node:util';
import { options, type Option, type OptionName, type OptionValue } from './options.ts';

export type OptionValues = { readonly [Name in OptionName]: OptionValue<Name> };

/** Everything that is wrong with how the program was called, one sentence each. */
export class BadOptions extends Error {
  constructor(readonly complaints: readonly string[]) {
    super(complaints.join('\n'));
  }
}

export interface Invocation {
  readonly words: readonly string[];
  readonly values: OptionValues;
  readonly wantsHelp: boolean;
  readonly wantsVersion: boolean;
}

/** The command line wins over the environment, that over the default. All mistakes are listed at once. */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Invocation {
  const complaints: string[] = [];
  const { given, words } = parse(args, complaints);
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options) as [OptionName, Option<unknown>][]) {
    values[name] = valueOf(name, option, flagOf(name, option, given, complaints), env[variableOf(name)], complaints);
  }
  complainOfVariables(env, complaints);
  // Whoever asks what is possible is told, whatever else is wrong.
  if (complaints.length > 0 && given['help'] !== true) throw new BadOptions(complaints);
  return {
    words,
    // Every option of the table has just been read and checked by its own rule.
    values: values as OptionValues,
    wantsHelp: given['help'] === true,
    wantsVersion: given['version'] === true,
  };
}

export function variableOf(name: string): string {
  return `LENSLET_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** Of the launcher, the tests and the benchmarks, which pass on what they were given. */
const otherVariables = new Set(['LENSLET_LAUNCHER', 'LENSLET_TORTURE', 'LENSLET_SEED', 'LENSLET_BENCH_DATA']);

/** A misspelt one would be as good as none, and nobody would see why. */
function complainOfVariables(env: Readonly<Record<string, string | undefined>>, complaints: string[]): void {
  const names = Object.keys(options);
  const known = new Set([...names.map(variableOf), ...otherVariables]);
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('LENSLET_') || known.has(variable)) continue;
    const near = nearest(variable.slice('LENSLET_'.length).toLowerCase().replaceAll('_', '-'), names);
    complaints.push(
      `There is no variable ${variable}.${near === undefined ? '' : ` Did you mean ${variableOf(near)}?`}`,
    );
  }
}

function nearest(wrong: string, names: readonly string[]): string | undefined {
  return wrong === '' ? undefined : names.find((name) => name.startsWith(wrong.slice(0, 4)));
}

/** A switch that is on by default is switched off by its name with `no-` before it. */
function flagOf(name: OptionName, option: Option<unknown>, given: AllGiven, complaints: string[]): Given | undefined {
  const isOff = option.fallback === true && given[`no-${name}`] === true;
  if (isOff && given[name] !== undefined) complaints.push(`--${name} and --no-${name} exclude each other.`);
  return isOff ? 'false' : given[name];
}

function valueOf(
  name: OptionName,
  option: Option<unknown>,
  flag: Given | undefined,
  variable: string | undefined,
  complaints: string[],
): unknown {
  const source = flag === undefined ? variableOf(name) : `--${name}`;
  const text = flag === undefined ? variable : [flag].flat().join(',');
  if (text === undefined || (text === '' && flag === undefined)) return option.fallback;
  const checked = option.check(text);
  if ('value' in checked) return checked.value;
  complaints.push(`${source} must be ${checked.mustBe}; it is ${JSON.stringify(text)}.`);
  return option.fallback;
}

type Given = string | boolean | (string | boolean)[];
type AllGiven = Readonly<Record<string, Given | undefined>>;

function parse(args: readonly string[], complaints: string[]): { given: AllGiven; words: string[] } {
  const config: NonNullable<ParseArgsConfig['options']> = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean', short: 'v' },
  };
  for (const [name, option] of Object.entries(options) as [string, Option<unknown>][]) {
    const isSwitch = option.value === undefined;
    if (isSwitch && option.fallback === true) config[`no-${name}`] = { type: 'boolean' };
    config[name] = { type: isSwitch ? 'boolean' : 'string', ...(option.isList ? { multiple: true } : {}) };
  }
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') complain(token, config, complaints);
  return { given: values, words: positionals };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
}

function complain(token: OptionToken, config: Readonly<Record<string, { type: string }>>, complaints: string[]): void {
  const known = Object.hasOwn(config, token.name) ? config[token.name] : undefined;
  if (!known) {
    const near = nearest(token.name, Object.keys(config));
    complaints.push(`There is no option ${token.rawName}.${near === undefined ? '' : ` Did you mean --${near}?`}`);
  } else if (known.type === 'string' && token.value === undefined) {
    complaints.push(`${token.rawName} needs a value.`);
  }
}
