/** A command as a page of the documentation shows it, and what it answers there. */
export interface Step {
  readonly command: CurlCommand;
  /** `…` stands for whatever is there. */
  readonly expected: string;
}

export interface ConsoleBlock {
  /** What stands behind `console`. */
  readonly tag: string;
  readonly steps: readonly Step[];
}

export interface CurlCommand {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The examples of a page: its blocks called `console`, in which each line after `$` is a command. */
export function consoleBlocks(markdown: string): ConsoleBlock[] {
  return [...markdown.matchAll(/^```console *(\S*)\n([\s\S]*?)^```/gm)].map(([, tag = '', content = '']) => ({
    tag,
    steps: content.split(/^\$ /m).slice(1).map(stepOf),
  }));
}

function stepOf(text: string): Step {
  const [, command = '', expected = ''] = /^((?:.*\\\n)*.*\n)([\s\S]*)$/.exec(text) ?? [];
  return { command: curl(command.replaceAll('\\\n', ' ')), expected };
}

/** As much of a shell and of curl as the pages use. Anything else fails. */
function curl(line: string): CurlCommand {
  const [program, ...words] = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  if (program !== 'curl') throw new Error(`Only curl can be run here: ${line}`);
  let [method, url, body]: [string | undefined, string, string | undefined] = [undefined, '', undefined];
  const headers: Record<string, string> = {};
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (word === '-N') continue;
    if (word === '-X') method = words.shift();
    else if (word === '-d') body = words.shift();
    else if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(words.shift() ?? '') ?? [];
      headers[name.toLowerCase()] = value;
    } else if (!word.startsWith('-') && url === '') url = word;
    else throw new Error(`This is not understood here: ${word} in ${line}`);
  }
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body };
}

/** What the page shows, as a pattern: of the whole answer, or of how it begins. */
export function patternOf(expected: string, isWhole: boolean): RegExp {
  const words = expected.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${words.join(String.raw`[\s\S]*?`)}${isWhole ? '$' : ''}`);
}
