import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { exampleName } from '../../support/connect.ts';
import { findChromium } from '../../../scripts/testing/chromium.ts';

const executable = findChromium();

/** End-to-end tests run where there is a browser; where there is none they are skipped, and counted as such. */
export const describeInBrowser: jest.Describe = executable === undefined ? describe.skip : describe;

export interface Visit {
  readonly page: Page;
  /** Everything the browser had to complain about: errors, broken policy, requests that left the origin. */
  readonly complaints: string[];
}

export interface VisitWish {
  readonly width?: number;
  readonly height?: number;
  readonly isPhone?: boolean;
  /** What this person has chosen before, by the names of the preferences. */
  readonly preferences?: Readonly<Record<string, unknown>>;
  /** The certificate is signed by the tests. */
  readonly isSelfSigned?: boolean;
  /** A program that starts the browser; the first visit of a file decides. */
  readonly executable?: string;
  /** Runs in every page of this person before anything of the page's own. */
  readonly before?: () => void;
}

let running: Browser | null = null;

afterAll(async () => {
  await running?.close();
  running = null;
});

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Names of other sites, and of machines in a network, without asking anyone for them.
  `--host-resolver-rules=MAP *.example 127.0.0.1, MAP *.lan 127.0.0.1, MAP ${exampleName} 127.0.0.1`,
];

/** The browser is one for the whole file, and ends with it. */
async function browser(program = executable): Promise<Browser> {
  return (running ??= await chromium.launch({ ...(program === undefined ? {} : { executablePath: program }), args }));
}

/** A browser of its own, which can be killed as the system kills one. It ends with the test that has it. */
export async function withDoomedBrowser(
  work: (context: BrowserContext, kill: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const server = await chromium.launchServer({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args,
  });
  try {
    const doomed = await chromium.connect(server.wsEndpoint());
    await work(await doomed.newContext(), () => server.kill());
  } finally {
    await server.kill();
  }
}

/** A new person, who has been nowhere, and whose pages may lead anywhere. */
export async function newPerson(wish: VisitWish = {}): Promise<BrowserContext> {
  const { executable: program, isSelfSigned = false } = wish;
  return (await browser(program)).newContext({ ...contextFor(wish), ignoreHTTPSErrors: isSelfSigned });
}

/** A new person at a new page. */
export async function visit(url: string, wish: VisitWish = {}): Promise<Visit> {
  const context = await newPerson(wish);
  await context.addInitScript(remember, wish.preferences ?? {});
  await context.addInitScript(reportViolations);
  if (wish.before !== undefined) await context.addInitScript(wish.before);
  return visitIn(context, url);
}

/** One more tab of the same person. */
export async function visitIn(context: BrowserContext, url: string): Promise<Visit> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const origin = new URL(url).origin;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const target = request.url();
    if (!/^(blob|data):/.test(target) && new URL(target).origin !== origin)
      complaints.push(`left the origin: ${target}`);
  });
  await page.goto(url);
  return { page, complaints };
}

function contextFor({ width = 1280, height = 800, isPhone = false }: VisitWish): BrowserContextOptions {
  if (isPhone) return { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
  return { viewport: { width, height } };
}

function remember(preferences: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(preferences)) {
    const name = `lenslet:${key}`;
    if (localStorage.getItem(name) === null) localStorage.setItem(name, JSON.stringify(value));
  }
}

function reportViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
  });
}
