import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../shared/write-file-atomically.ts';

/** Up to which write of which store the sidecars say what the labels say. */
export interface WrittenMark {
  readonly storeId: string;
  readonly seq: number;
}

/** Nothing that can be understood is as good as nothing: then each sidecar is compared with its label once. */
export async function readWrittenMark(workspace: string): Promise<WrittenMark | undefined> {
  try {
    const read = JSON.parse(await readFile(fileIn(workspace), 'utf8')) as Partial<WrittenMark> | null;
    const { storeId, seq } = read ?? {};
    return typeof storeId === 'string' && typeof seq === 'number' ? { storeId, seq } : undefined;
  } catch {
    return undefined;
  }
}

/** Not synced: the sidecars are, before this is written, and an older one only makes for more comparing. */
export function writeWrittenMark(workspace: string, mark: WrittenMark): Promise<void> {
  return writeFileAtomically(fileIn(workspace), JSON.stringify(mark), 'cache');
}

function fileIn(workspace: string): string {
  return `${workspace}/sidecars-written.json`;
}
