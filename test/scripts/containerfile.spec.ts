import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { options } from '../../apps/api/src/settings/options.ts';
import { variableOf } from '../../apps/api/src/settings/read-options.ts';
import {
  containerStages,
  execForm,
  healthCheck,
  imageEnvironment,
  inImage,
  isKeptOut,
} from '../support/containerfile.ts';

const root = resolve(__dirname, '../..');
// Both are in the files of this repository.
const manifest = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  files: string[];
  engines: { node: string };
  bin: { lenslet: string };
};

describe('deploy/Containerfile', () => {
  const all = containerStages().flat();
  const named = (name: string) => all.filter((each) => each.name === name).map(({ text }) => text);

  it('begins with images that are pinned, of the Node that the package needs', () => {
    const [, major] = /(\d+)/.exec(manifest.engines.node)!;
    expect(named('FROM').length).toBeGreaterThan(1);
    for (const from of named('FROM'))
      expect(from).toMatch(new RegExp(`^[\\w./]+/node:${major}-[a-z]+-slim( AS \\w+)?$`));
  });

  it('ends as a user who is a number and not root, who owns the volume alone', () => {
    const [user, group] = inImage('USER').split(':').map(Number);
    expect([user, group].every((id) => Number.isInteger(id) && id! > 0)).toBe(true);
    expect(execForm(inImage('VOLUME'))).toEqual([imageEnvironment()['LENSLET_WORKSPACE']]);
    const chowned = containerStages()
      .at(-1)!
      .filter(({ name, text }) => name === 'COPY' && text.includes('--chown'));
    expect(chowned).toEqual([{ name: 'COPY', text: `--from=build --chown=${inImage('USER')} /data /data` }]);
  });

  it('needs no shell to take commands apart, and is ended by the signal that the server hears', () => {
    for (const name of ['RUN', 'ENTRYPOINT', 'CMD']) {
      expect(named(name).length).toBeGreaterThan(0);
      for (const text of named(name)) expect([text, execForm(text)]).toEqual([text, expect.any(Array)]);
    }
    expect(execForm(inImage('ENTRYPOINT'))).toEqual(['node', `/app/${manifest.bin.lenslet}`]);
    expect(healthCheck()[0]).toBe('node');
    expect(inImage('STOPSIGNAL')).toBe('SIGTERM');
  });

  it('copies what is there and is not kept out, and runs scripts that there are', () => {
    const copied = named('COPY').filter((text) => !text.startsWith('--from'));
    for (const path of copied.flatMap((text) => text.split(' ').slice(0, -1)).filter((each) => each !== '.')) {
      expect([path, existsSync(resolve(root, path)), isKeptOut(path)]).toEqual([path, true, false]);
    }
    const sources = [
      'apps/api/src',
      'apps/web/tsconfig.json',
      'libs',
      'scripts/build',
      'angular.json',
      'tsconfig.base.json',
    ];
    const packed = manifest.files.filter((path) => !path.startsWith('dist/'));
    for (const path of [...sources, ...packed]) {
      expect([path, existsSync(resolve(root, path)), isKeptOut(path)]).toEqual([path, true, false]);
    }
    for (const path of ['.git', 'node_modules', 'dist/api', 'bench/data', 'test', '.lenslet', '.angular', 'tokens']) {
      expect([path, isKeptOut(path)]).toEqual([path, true]);
    }
    const scripts = named('RUN').flatMap((text) => /^\["npm", "run", "([^"]+)"/.exec(text)?.[1] ?? []);
    expect(scripts).toEqual(['build']);
    for (const script of scripts) expect(manifest.scripts).toHaveProperty([script]);
  });

  it('sets options that there are, and shows the port it listens on', () => {
    const variables = Object.keys(options).map(variableOf);
    for (const name of Object.keys(imageEnvironment())) expect(variables).toContain(name);
    expect(inImage('EXPOSE')).toBe(imageEnvironment()['LENSLET_PORT']);
    // Who may come in is for the operator to say: until then it refuses to start.
    expect(Object.keys(imageEnvironment()).join()).not.toMatch(/INSECURE|TOKEN|PROXY/);
  });
});
