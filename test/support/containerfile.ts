import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../..');

export interface Instruction {
  readonly name: string;
  /** What follows the name, on one line. */
  readonly text: string;
}

/** The instructions of deploy/Containerfile, one list for each stage; the first of each is its FROM. */
export function containerStages(): Instruction[][] {
  const text = readFileSync(resolve(root, 'deploy/Containerfile'), 'utf8');
  const lines = text
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', ' ')
    .split('\n');
  const stages: Instruction[][] = [];
  for (const line of lines.map((each) => each.trim()).filter(Boolean)) {
    const [name = ''] = line.split(' ', 1);
    if (name === 'FROM') stages.push([]);
    stages.at(-1)!.push({ name, text: line.slice(name.length).trim() });
  }
  return stages;
}

/** Of the image itself: the last one counts. */
export function inImage(name: string): string {
  return (
    containerStages()
      .at(-1)!
      .findLast((each) => each.name === name)?.text ?? ''
  );
}

/** A command as a list of words; undefined when a shell would have to take it apart. */
export function execForm(text: string): string[] | undefined {
  // Checked below: whatever else it is, it is no list of words.
  const list = /^\[.*\]$/.test(text) ? (JSON.parse(text) as unknown) : undefined;
  return Array.isArray(list) && list.every((word) => typeof word === 'string') ? list : undefined;
}

export function healthCheck(): string[] {
  return execForm(inImage('HEALTHCHECK').replace(/^.*?\bCMD /, '')) ?? [];
}

/** What the image sets, as `NAME=value` pairs without spaces. */
export function imageEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inImage('ENV')
      .split(' ')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );
}

/** Does .dockerignore keep this file or folder of the clone out? Of the patterns that fit, the last one counts. */
export function isKeptOut(path: string): boolean {
  const patterns = readFileSync(resolve(root, '.dockerignore'), 'utf8').split('\n');
  const tops = path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'));
  let isOut = false;
  for (const pattern of patterns.filter((each) => each !== '' && !each.startsWith('#'))) {
    const wanted = pattern
      .replace(/^!/, '')
      .replaceAll('.', String.raw`\.`)
      .replaceAll('*', '[^/]*');
    if (tops.some((top) => new RegExp(`^${wanted}$`).test(top))) isOut = !pattern.startsWith('!');
  }
  return isOut;
}
