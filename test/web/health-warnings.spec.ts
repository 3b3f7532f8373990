import type { Health, LabelState } from '#contracts';
import { healthWarnings } from '../../apps/web/src/app/state/health-warnings.ts';

function health(
  state: LabelState,
  durability: Health['durability'] = 'disk',
  error?: string,
  problem?: string,
): Health {
  const table = problem === undefined ? {} : { table: { problem } };
  // Only what is looked at here.
  return { durability, labels: { state, ...(error === undefined ? {} : { error }) }, ...table } as unknown as Health;
}

describe('the warnings over everything', () => {
  it('are none while labels are safe, and before anything is known', () => {
    for (const state of ['ok', 'degraded', 'loading'] as const) expect(healthWarnings(health(state))).toEqual([]);
    expect(healthWarnings(null)).toEqual([]);
  });

  it('LB10: say that nothing is kept, as long as the server keeps labels in memory', () => {
    expect(healthWarnings(health('disabled', 'memory'))).toMatchObject([{ tone: 'warn', heading: 'Nothing is kept.' }]);
  });

  it('LB9: say what is wrong while nothing can be kept', () => {
    const heading = 'Labels cannot be kept at the moment.';
    expect(healthWarnings(health('failed', 'disk', 'The disk is full.'))).toEqual([
      { tone: 'bad', heading, text: 'The disk is full.' },
    ]);
  });

  it('I11: say that what is shown is not what the table says now, after what is worse', () => {
    const warnings = healthWarnings(health('failed', 'disk', 'The disk is full.', 'Line 2: a quote is opened.'));
    expect(warnings.map(({ tone, text }) => [tone, text])).toEqual([
      ['bad', 'The disk is full.'],
      ['warn', 'What it said before is shown. Line 2: a quote is opened.'],
    ]);
  });
});
