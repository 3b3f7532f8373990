import { leaveLine, showOver } from '../../../apps/api/src/cli/terminal.ts';

describe('a line that is written over', () => {
  const { isTTY, columns } = process.stdout;
  let written: string[];

  beforeEach(() => {
    written = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    Object.assign(process.stdout, { isTTY: true, columns: 60 });
  });

  afterEach(() => {
    jest.restoreAllMocks();
    Object.assign(process.stdout, { isTTY, columns });
  });

  it('WK8: never reaches the end of the terminal, where it would wrap and stay', () => {
    showOver('x'.repeat(95));
    expect(written).toEqual([`\r\u001b[K${'x'.repeat(59)}`]);
  });

  it('WK8: is left by a new line, unless there is none', () => {
    showOver('half');
    leaveLine();
    showOver('');
    leaveLine();
    expect(written.filter((text) => text === '\n')).toHaveLength(1);
  });

  it('is not shown where nobody can see it', () => {
    Object.assign(process.stdout, { isTTY: false });
    showOver('half');
    leaveLine();
    expect(written).toEqual([]);
  });
});
