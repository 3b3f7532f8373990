import type { Health } from '#contracts';
import type { StreamStatus } from '../../apps/web/src/app/sync/hub-protocol.ts';
import { SaveStates } from '../../apps/web/src/app/state/save-states.ts';
import type { SaveState } from '../../apps/web/src/app/state/save-state.ts';

interface Case {
  readonly edits?: SaveState;
  readonly stream?: StreamStatus;
  readonly isReachable?: boolean;
  readonly typed?: string | null;
  readonly durability?: Health['durability'] | null;
}

function stateIn(given: Case): string {
  const { edits = 'idle', stream = 'live', isReachable = true, typed = null, durability = 'disk' } = given;
  return new SaveStates({
    desk: { saveStateOf: () => edits },
    stream: () => stream,
    isReachable: () => isReachable,
    typed: () => typed,
    durability: () => durability,
  }).of('/a.jpg');
}

describe('UI15: how it stands with one image', () => {
  test.each<[string, Case, string]>([
    ['what the server has on its disk is saved', { edits: 'saved' }, 'saved'],
    ['what it has in memory is taken', { edits: 'saved', durability: 'memory' }, 'taken'],
    ['nor is anything called saved before it says so', { edits: 'saved', durability: null }, 'taken'],
    ['what is on its way is being saved', { edits: 'saving' }, 'saving'],
    ['but not while nobody answers', { edits: 'saving', isReachable: false }, 'waiting'],
    ['nor while the stream is lost', { edits: 'saving', stream: 'offline' }, 'waiting'],
    ['nor while nobody is signed in', { edits: 'saving', stream: 'signed-out' }, 'waiting'],
    ['a text in the field is not saved', { edits: 'saved', typed: '/a.jpg' }, 'typed'],
    ['that of another image is of another image', { edits: 'saved', typed: '/b.jpg' }, 'saved'],
    ['what has to be decided comes first', { edits: 'conflict', typed: '/a.jpg', isReachable: false }, 'conflict'],
    ['nothing is said of nothing', { isReachable: false, durability: 'memory' }, 'idle'],
  ])('%s', (_, given, state) => {
    expect(stateIn(given)).toBe(state);
  });
});
