/** Two rules that hold the tree together: rooms import only from rooms below them, and tools stay in their adapters. */
import { dirname, relative, resolve, sep } from 'node:path';

interface Table {
  readonly root: string;
  readonly table: Readonly<Record<string, readonly string[]>>;
  /** Rooms that put others together and may import from anywhere. */
  readonly free?: readonly string[];
}

interface ImportNode {
  readonly source?: { readonly value?: unknown } | null;
}

interface RuleContext {
  readonly filename: string;
  readonly options: readonly Table[];
  report(problem: { node: ImportNode; messageId: string; data: { complaint: string } }): void;
}

type Check = (filename: string, imported: string, table: Table) => string | undefined;

export interface ImportRule {
  readonly meta: object;
  create(context: RuleContext): Record<string, (node: ImportNode) => void>;
}

function rule(check: Check): ImportRule {
  return {
    meta: { type: 'problem', schema: [{ type: 'object' }], messages: { misplaced: '{{complaint}}' } },
    create(context) {
      const visit = (node: ImportNode): void => {
        const imported = node.source?.value;
        const [table] = context.options;
        const complaint = typeof imported === 'string' && table ? check(context.filename, imported, table) : undefined;
        if (complaint !== undefined) context.report({ node, messageId: 'misplaced', data: { complaint } });
      };
      return {
        ImportDeclaration: visit,
        ImportExpression: visit,
        ExportNamedDeclaration: visit,
        ExportAllDeclaration: visit,
      };
    },
  };
}

function placeOf(file: string, root: string): string | undefined {
  const path = relative(resolve(root), file).split(sep).join('/');
  return path.startsWith('..') ? undefined : path;
}

function roomOf(place: string): string | undefined {
  return place.includes('/') ? place.slice(0, place.indexOf('/')) : undefined;
}

const layers = rule((filename, imported, { root, table, free = [] }) => {
  const place = placeOf(filename, root);
  if (place === undefined || !imported.startsWith('.')) return undefined;
  const target = placeOf(resolve(dirname(filename), imported), root);
  if (target === undefined) return `${imported} leaves ${root}: what both sides share comes from #contracts.`;
  const [from, to] = [roomOf(place), roomOf(target)];
  // Files that stand in no room (main, the root module) put the rooms together.
  if (from === undefined || free.includes(from) || from === to) return undefined;
  const allowed = table[from];
  if (!allowed) return `The room ${from} is not in the table of layers.`;
  return to !== undefined && allowed.includes(to) ? undefined : `${from} may not import from ${to ?? target}.`;
});

const adapters = rule((filename, imported, { root, table }) => {
  const place = placeOf(filename, root);
  const homes = table[imported];
  if (place === undefined || !homes) return undefined;
  const isAtHome = homes.some((home) => (home.endsWith('/') ? place.startsWith(home) : place === home));
  return isAtHome ? undefined : `${imported} is used in ${homes.join(', ')} only.`;
});

export const rules = { layers, adapters };
export default { rules };
