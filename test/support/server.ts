import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { tempFolder } from './temp-folder.ts';
import { waitFor } from './wait-for.ts';

const built = resolve(__dirname, '../../dist/api/main.js');

export interface ServerWish {
  /** The gallery. Left out: as when the server is started without a folder. */
  readonly root?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /**
   * Where thumbnails and manifests go; a new folder when left out, and where the server itself would choose for null.
   * Give the same again to start a second time.
   */
  readonly workspace?: string | null;
  /** Without `--port`; otherwise on any free one. */
  readonly isAtUsualPort?: boolean;
  /** Whose rights it has; those of the tests when left out. */
  readonly uid?: number;
  /** What is started: the build of this repository when left out. */
  readonly main?: string;
  /** What starts it, as words in front of its own, and then is it: `nsenter`, say. */
  readonly within?: readonly string[];
}

export interface TestServer {
  /** As printed, without the last slash: `${url}/folders`. */
  readonly url: string;
  readonly pid: number;
  readonly workspace: string;
  /** Everything it has printed by now. */
  output(): string;
  /** What of it came on standard error: its log. */
  log(): string;
  /** Asks it to end, as Ctrl-C does, and tells its exit code. */
  stop(): Promise<number | null>;
  /** Its exit code, once it has ended by itself or by a signal. */
  ended(): Promise<number | null>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

const running = new Set<ChildProcess>();

/** The built server on a port of its own. It ends with the file of tests that started it, however that ends. */
export async function startServer(wish: ServerWish = {}): Promise<TestServer> {
  const { root, args = [], env = {}, workspace = tempFolder('workspace'), uid, main = built, within = [] } = wish;
  const { isAtUsualPort = false } = wish;
  if (!existsSync(main)) throw new Error(`${main} is not there: run \`npm run build\` first.`);
  const words = [
    ...within,
    process.execPath,
    main,
    ...(root === undefined ? [] : [root]),
    ...(isAtUsualPort ? [] : ['--port', '0']),
    ...(workspace === null ? [] : ['--workspace', workspace]),
    ...args,
  ];
  const [program = '', ...others] = words;
  const child = spawn(program, others, {
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  running.add(child);
  let printed = '';
  let told = '';
  let logged = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
    told += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    logged += part;
    told += part;
  });
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(null));
    child.once('close', (code) => {
      running.delete(child);
      done(code);
    });
  });
  const url = await waitFor(
    () => {
      // As a value: waitFor would take an exception for one more `not yet`.
      if (child.exitCode !== null || child.signalCode !== null) return 'ended';
      return /http:\/\/[^\s"]+/.exec(printed)?.[0];
    },
    'the server to print its address',
    { seconds: 30 },
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nIt printed:\n${told}`);
  });
  if (url === 'ended') {
    await ended;
    throw new Error(`The server ended with ${String(child.exitCode)} before it listened. It printed:\n${told}`);
  }
  return {
    url: url.replace(/\/$/, ''),
    pid: child.pid ?? 0,
    workspace: workspace ?? '',
    output: () => told,
    log: () => logged,
    stop: async () => {
      child.kill('SIGTERM');
      // Longer than its own patience with open connections.
      const deadline = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const code = await ended;
      clearTimeout(deadline);
      return code;
    },
    ended: () => ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The machine of the person who runs the tests has settings too: none of them may reach the server under test. */
function cleanEnvironment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !name.startsWith('LENSLET_') && !name.startsWith('npm_') && !['NODE_OPTIONS', 'NODE_ENV'].includes(name),
  );
  return { ...Object.fromEntries(kept), ...more };
}

function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}

afterAll(killAll);
process.once('exit', killAll);
