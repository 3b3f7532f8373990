import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { WorkspaceLock } from '../../../apps/api/src/persistence/sql/workspace-lock.ts';
import { CannotStart } from '../../../apps/api/src/shared/cannot-start.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe('the lock of a workspace', () => {
  it('LB4, D13: is held by one, and whoever comes second is told where', () => {
    const workspace = tempFolder('lock');
    const lock = new WorkspaceLock(workspace);
    for (let times = 0; times < 2; times += 1) {
      expect(() => new WorkspaceLock(workspace)).toThrow(CannotStart);
      expect(() => new WorkspaceLock(workspace)).toThrow(workspace);
    }
    new WorkspaceLock(tempFolder('lock')).release();
    lock.release();
    new WorkspaceLock(workspace).release();
  });

  it('D14: is free when its file is only left over', () => {
    const workspace = tempFolder('lock');
    writeFileSync(`${workspace}/server.lock`, '');
    new WorkspaceLock(workspace).release();
    expect(readdirSync(workspace)).toEqual(['server.lock']);
  });

  it('says so when it cannot be had for another reason, and holds nothing then', () => {
    const workspace = tempFolder('lock');
    writeFileSync(`${workspace}/server.lock`, 'not a lock '.repeat(1000));
    expect(() => new WorkspaceLock(workspace)).toThrow();
    expect(() => new WorkspaceLock(workspace)).not.toThrow(CannotStart);
    rmSync(`${workspace}/server.lock`);
    new WorkspaceLock(workspace).release();
  });
});
