import { typeCode, typeOfName } from '../image-names.ts';
import { noFile, type ListedFile } from '../listing.ts';
import { isRemoteAddress } from '../remote/remote-address.ts';
import { remoteState } from '../remote/remote-state.ts';
import type { FileStates } from './file-states.ts';
import type { IndexedRow } from './table-index.ts';

/** A row as folders list it: with the state of its file, or with why there is none. The size that the table knows holds until the header is read. */
export function listedRow({ name, source, width, height }: IndexedRow, states: FileStates): ListedFile {
  const type = typeCode(typeOfName(name) ?? 'image/jpeg');
  const header = width > 0 && height > 0 ? { header: { width, height, taken: NaN, flags: 0 } } : {};
  if (isRemoteAddress(source)) return { key: name, type, ...remoteState(source), ...header, isRemote: true };
  const state = source.startsWith('/') ? states.of(source) : 'denied';
  if (typeof state === 'object') return { key: name, type, ...state, ...header };
  return { key: name, type, size: 0, mtime: 0, inode: state === 'missing' ? noFile : 0, problem: state, ...header };
}
