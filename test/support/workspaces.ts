import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { runCli } from './cli.ts';
import { labelsReady, patch } from './labels.ts';
import { startServer, type TestServer } from './server.ts';
import { tempFolder } from './temp-folder.ts';

/** A gallery, and servers of it on one workspace after another. */
export class Workspaces {
  private server: TestServer | undefined;
  private worked: string | undefined;

  constructor(
    private readonly root: string,
    private readonly paths: readonly string[],
  ) {}

  async start(workspace: string, ...args: string[]): Promise<TestServer> {
    this.server = await startServer({ root: this.root, workspace, args: ['--workers', '1', ...args] });
    await labelsReady(this.server);
    return this.server;
  }

  /** Whatever state a test left it in. */
  async end(): Promise<void> {
    await this.server?.kill();
  }

  /** One of a server that has worked, with some history in its database, and its labels.json. Each is a copy. */
  async used(): Promise<string> {
    this.worked ??= await this.work();
    const copy = tempFolder('workspace');
    cpSync(this.worked, copy, { recursive: true });
    return copy;
  }

  private async work(): Promise<string> {
    const workspace = tempFolder('workspace');
    const server = await this.start(workspace);
    for (const [turn, path] of this.paths.entries())
      await patch(server, path, { set_notes: `notes ${turn}`, set_star: 3 });
    await patch(server, this.paths[0]!, { add_tags: ['kept'] }, { by: 'Ada' });
    await server.stop();
    return workspace;
  }

  /** What it says when it does not start there; which it must not, nor touch anything of the labels. */
  async refusalOf(workspace: string): Promise<string> {
    const before = labelFilesIn(workspace);
    const { code, out, err } = await runCli([this.root, '--port', '0', '--workspace', workspace], { seconds: 10 });
    expect({ code, isServing: out.includes('http:') }).toEqual({
      code: expect.any(Number) as number,
      isServing: false,
    });
    expect(code).toBeGreaterThan(0);
    expect(err).not.toMatch(/\n\s+at /);
    expect(labelFilesIn(workspace)).toEqual(before);
    return err;
  }
}

export function removeDatabase(workspace: string): void {
  for (const name of readdirSync(workspace).filter((each) => each.startsWith('labels.db')))
    rmSync(`${workspace}/${name}`, { recursive: true });
}

/** The files of the labels, with all that is in them. */
export function labelFilesIn(workspace: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(workspace, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.startsWith('labels'))
      .map(({ name }) => [name, readFileSync(`${workspace}/${name}`).toString('base64')]),
  );
}
