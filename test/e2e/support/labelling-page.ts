import type { Locator, Page } from 'playwright-core';
import { waitFor } from '../../support/wait-for.ts';
import { visit, type VisitWish } from './browser.ts';
import { GalleryOnScreen } from './gallery-page.ts';
import { WriteGate } from './write-gate.ts';

export interface Gated {
  readonly gate: WriteGate;
  readonly screen: LabellingOnScreen;
}

/** The gallery's page of somebody who labels: what it says of each image, and where they write. */
export class LabellingOnScreen extends GalleryOnScreen {
  /** A new person at a folder, by name, once it is drawn and live. */
  static async open(url: string, folder: string, wish: VisitWish = {}): Promise<LabellingOnScreen> {
    const { page } = await visit(`${url}/?path=/${folder}&sort=name:asc`, wish);
    const screen = new LabellingOnScreen(page);
    await screen.painted();
    await screen.isLive();
    return screen;
  }

  /** The same, with a gate in front of the server for this person only. */
  static async openGated(server: { readonly url: string }, folder: string, wish?: VisitWish): Promise<Gated> {
    const gate = await WriteGate.before(server);
    return { gate, screen: await LabellingOnScreen.open(gate.url, folder, wish) };
  }

  /** The person goes, with all their tabs. */
  async end(): Promise<void> {
    await this.page.context().close();
  }

  /** By the name of its image, whatever is written on it. */
  tileOf(name: string): Locator {
    return this.page.locator(`[role=gridcell][aria-label="${name}"], [role=gridcell][aria-label^="${name}, "]`);
  }

  /** What a tile says of the label of its image: `4 stars, tags: sea, with notes`. Whether it is saved comes after that. */
  async labelOf(name: string): Promise<string> {
    const whole = (await this.tileOf(name).getAttribute('aria-label')) ?? '';
    return whole
      .slice(name.length + 2)
      .replace(/(^|, )(not saved yet|newer change detected|not taken by the server)$/, '');
  }

  async says(name: string, label: string, seconds = 10): Promise<void> {
    await waitFor(
      async () => {
        const last = await this.labelOf(name);
        if (last !== label) throw new Error(`It says: ${last}`);
        return true;
      },
      `the tile of ${name} to say: ${label}`,
      { seconds },
    );
  }

  /** Goes to an image with a click, and waits for the inspector to follow. */
  async choose(name: string): Promise<void> {
    await this.tileOf(name).click();
    await this.inspector.getByRole('heading', { level: 3, name, exact: true }).waitFor();
    await this.tileHasKeys(name);
  }

  async tileHasKeys(name: string): Promise<void> {
    await waitFor(
      async () => (await this.focused())?.split(', ')[0] === name,
      `the tile of ${name} to have the keyboard`,
    );
  }

  get inspector(): Locator {
    return this.page.getByRole('complementary', { name: 'Inspector' });
  }

  get tagsField(): Locator {
    return this.inspector.getByLabel('Add a tag');
  }

  get notesField(): Locator {
    return this.inspector.getByLabel('Notes', { exact: true });
  }

  get conflict(): Locator {
    return this.inspector.getByRole('group', { name: 'Newer change detected' });
  }

  /** The tags in the inspector, in their order. */
  tags(): Promise<string[]> {
    return this.inspector.locator('ll-tags-field .chip .text').allInnerTexts();
  }

  async notesSay(text: string): Promise<void> {
    await waitFor(async () => {
      const last = await this.notesField.inputValue();
      if (last !== text) throw new Error(`They say: ${last}`);
      return true;
    }, `the notes to say: ${text}`);
  }

  /** How it stands with the image in the inspector. */
  async saveStateIs(words: string): Promise<void> {
    await waitFor(
      async () => (await this.inspector.locator('ll-label-editor .state').innerText()).trim() === words,
      `the inspector to say: ${words}`,
    );
  }

  /** The word of the badge in the status bar. */
  async badge(): Promise<string> {
    return this.page.locator('ll-status-bar ll-sync-badge .word').innerText();
  }

  async badgeSays(word: string, seconds = 10): Promise<void> {
    await waitFor(
      async () => {
        const last = await this.badge();
        if (last !== word) throw new Error(`It says: ${last}`);
        return true;
      },
      `the badge to say ${word}`,
      { seconds },
    );
  }

  async isLive(): Promise<void> {
    await this.page.locator('ll-status-bar ll-sync-badge .live.on').waitFor();
  }

  /** What the page says for a moment. */
  async toastSays(words: string | RegExp): Promise<void> {
    await this.page.locator('ll-toast .toast', { hasText: words }).waitFor();
  }
}

/** Writes down in the page every word of the badge, each once in a row. Runs in the browser. */
export function recordBadge(): void {
  const badges: string[] = [];
  Object.assign(window, { badges });
  new MutationObserver(() => {
    const word = document.querySelector('ll-sync-badge .word')?.textContent;
    if (!word) return;
    const said = document.querySelector('ll-sync-badge .live.on') === null ? word : `${word} Live`;
    if (badges.at(-1) !== said) badges.push(said);
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
}

export function badgesOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { badges: string[] }).badges);
}

/** The questions for lists that a page puts from now on. Looking whether files have changed asks for one row only. */
export function listsAskedBy(page: Page): string[] {
  const lists: string[] = [];
  page.on('request', (request) => {
    const isList = request.method() === 'POST' && request.url().endsWith('/browse');
    if (isList && !/"limit":1\b/.test(request.postData() ?? '')) lists.push(request.postData() ?? '');
  });
  return lists;
}

/** Where each tile in the page stands in the whole grid, wherever that is scrolled to. */
export async function placesOfTiles(page: Page): Promise<Map<string, string>> {
  const places = await page.evaluate(() => {
    const scroller = document.querySelector('[role=grid]');
    if (scroller === null) return [];
    const frame = scroller.getBoundingClientRect();
    return Array.from(scroller.querySelectorAll('[role=gridcell]'), (tile): [string, string] => {
      const { left, top, width, height } = tile.getBoundingClientRect();
      const name = tile.getAttribute('aria-label')?.split(', ')[0] ?? '';
      const down = Math.round(top - frame.top + scroller.scrollTop);
      return [name, [Math.round(left), down, Math.round(width), Math.round(height)].join(' ')];
    });
  });
  return new Map(places.filter(([name]) => name !== 'Loading'));
}

/** A request to write, as it left, and what the tile of its image had said last by then. */
export interface SentFromPage {
  readonly name: string;
  readonly label: string;
}

/** Has the tab send by itself, and writes down what was painted when each request left. Runs in the browser. */
export function recordWrites(): void {
  Reflect.deleteProperty(window, 'SharedWorker');
  const sent: SentFromPage[] = [];
  Object.assign(window, { sent });
  const labels = new Map<string, string>();
  new MutationObserver(() => {
    for (const tile of document.querySelectorAll('[role=gridcell]')) {
      const label = tile.getAttribute('aria-label') ?? '';
      labels.set(label.split(', ')[0] ?? '', label);
    }
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['aria-label'] });
  const send = window.fetch.bind(window);
  window.fetch = (target, init) => {
    if (init?.method === 'PATCH') {
      const url = target instanceof Request ? target.url : String(target);
      const name = new URL(url).searchParams.get('path')?.split('/').at(-1) ?? '';
      sent.push({ name, label: labels.get(name) ?? '' });
    }
    return send(target, init);
  };
}

export function sentFrom(page: Page): Promise<SentFromPage[]> {
  return page.evaluate(() => (window as unknown as { sent: SentFromPage[] }).sent);
}
