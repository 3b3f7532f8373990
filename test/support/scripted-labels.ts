import { patch } from './labels.ts';
import { rounds } from './seeded-random.ts';
import type { TestServer } from './server.ts';

const atOnce = 50;

/** So many leave a gallery that is only read as it was; in full under torture. */
export const readOnlyLabels = rounds(2000, 10_000);

/** As a script does that labels these images over and over, many at a time. */
export async function writeLabels(server: TestServer, paths: readonly string[], count: number): Promise<void> {
  const write = async (turn: number): Promise<void> => {
    const body = { add_tags: [`tag ${String(turn % 40)}`], set_notes: String(turn) };
    const { status } = await patch(server, paths[turn % paths.length] ?? '', body);
    expect(status).toBe(200);
  };
  for (let turn = 0; turn < count; turn += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, at) => write(turn + at)));
}
