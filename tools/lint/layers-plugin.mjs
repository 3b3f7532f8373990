/** Two rules that hold the tree together: rooms import only from rooms below them, and tools stay in their adapters. */
import { dirname, relative, resolve, sep } from 'node:path';

function rule(check) {
  return {
    meta: { type: 'problem', schema: [{ type: 'object' }], messages: { misplaced: '{{complaint}}' } },
    create(context) {
      const visit = (node) => {
        const source = node.source?.value;
        if (typeof source !== 'string') return;
        const complaint = check(context, source);
        if (complaint) context.report({ node, messageId: 'misplaced', data: { complaint } });
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

function placeOf(file, root) {
  const path = relative(resolve(root), file).split(sep).join('/');
  return path.startsWith('..') ? undefined : path;
}

function roomOf(place) {
  return place.includes('/') ? place.slice(0, place.indexOf('/')) : undefined;
}

const layers = rule((context, source) => {
  const { root, table, free = [] } = context.options[0];
  const place = placeOf(context.filename, root);
  if (place === undefined || !source.startsWith('.')) return undefined;
  const target = placeOf(resolve(dirname(context.filename), source), root);
  if (target === undefined) return `${source} leaves ${root}: what both sides share comes from #contracts.`;
  const [from, to] = [roomOf(place), roomOf(target)];
  // Files that stand in no room (main, the root module) put the rooms together.
  if (from === undefined || free.includes(from) || from === to) return undefined;
  if (!(from in table)) return `The room ${from} is not in the table of layers.`;
  if (to === undefined || !table[from].includes(to)) return `${from} may not import from ${to ?? target}.`;
  return undefined;
});

const adapters = rule((context, source) => {
  const { root, table } = context.options[0];
  const place = placeOf(context.filename, root);
  const homes = table[source];
  if (place === undefined || homes === undefined) return undefined;
  const isAtHome = homes.some((home) => (home.endsWith('/') ? place.startsWith(home) : place === home));
  return isAtHome ? undefined : `${source} is used in ${homes.join(', ')} only.`;
});

export default { rules: { layers, adapters } };
