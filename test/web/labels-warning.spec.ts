import type { Health, LabelState } from '#contracts';
import { labelsWarning } from '../../apps/web/src/app/state/labels-warning.ts';

function health(state: LabelState, durability: Health['durability'] = 'disk', error?: string): Health {
  // Only what is looked at here.
  return { durability, labels: { state, ...(error === undefined ? {} : { error }) } } as unknown as Health;
}

describe('the warning over everything', () => {
  it('says nothing while labels are safe, and before anything is known', () => {
    for (const state of ['ok', 'degraded', 'loading'] as const) expect(labelsWarning(health(state))).toBeNull();
    expect(labelsWarning(null)).toBeNull();
  });

  it('LB10: says that nothing is kept, as long as the server keeps labels in memory', () => {
    expect(labelsWarning(health('disabled', 'memory'))).toMatchObject({ tone: 'warn', heading: 'Nothing is kept.' });
  });

  it('LB9: says what is wrong while nothing can be kept', () => {
    const warning = labelsWarning(health('failed', 'disk', 'The disk is full.'));
    expect(warning).toEqual({
      tone: 'bad',
      heading: 'Labels cannot be kept at the moment.',
      text: 'The disk is full.',
    });
  });
});
