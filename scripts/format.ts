/** `npm run format`: prettier decides the layout. */
import { resolve } from 'node:path';
import { runTool } from './testing/tool.ts';

export async function run(words: readonly string[]): Promise<number> {
  const { code, output } = await runTool({
    words: [
      'node_modules/prettier/bin/prettier.cjs',
      '--write',
      '--log-level=warn',
      ...(words.length > 0 ? words : ['.']),
    ],
    cwd: resolve(import.meta.dirname, '..'),
  });
  process.stdout.write(output);
  return code;
}
