import type { Locator, Page } from 'playwright-core';
import type { ViewsDocument } from '../../../libs/contracts/src/index.ts';
import { waitFor } from '../../support/wait-for.ts';
import { visit, type VisitWish } from './browser.ts';
import { GalleryOnScreen } from './gallery-page.ts';

/** The gallery's page of somebody who keeps views. */
export class ViewsOnScreen extends GalleryOnScreen {
  /** A new person, who signs in where a token is given. */
  static async open(url: string, query: string, wish: VisitWish & { token?: string } = {}): Promise<ViewsOnScreen> {
    const { page } = await visit(`${url}/?${query}`, wish);
    if (wish.token !== undefined) {
      await page.getByLabel('Access token').fill(wish.token);
      await page.keyboard.press('Enter');
    }
    const screen = new ViewsOnScreen(page);
    await screen.painted();
    if (wish.isPhone !== true) await screen.section.waitFor();
    return screen;
  }

  async end(): Promise<void> {
    await this.page.context().close();
  }

  get section(): Locator {
    return this.page.getByRole('region', { name: 'Views' });
  }

  row(name: string): Locator {
    return this.section.getByRole('listitem').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  link(name: string): Locator {
    return this.row(name).getByRole('link');
  }

  async list(): Promise<string[]> {
    return this.section.locator('li .name').allInnerTexts();
  }

  async lists(...names: readonly string[]): Promise<void> {
    await waitFor(async () => {
      const last = await this.list();
      if (last.join() !== names.join()) throw new Error(`They are: ${last.join()}`);
      return true;
    }, `the views to be: ${names.join()}`);
  }

  /** The view that is marked as shown. */
  async shown(): Promise<string[]> {
    return this.section.locator('li:has([aria-current=page]) .name').allInnerTexts();
  }

  async showsView(...names: readonly string[]): Promise<void> {
    await waitFor(async () => (await this.shown()).join() === names.join(), `the shown view to be ${names.join()}`);
  }

  async save(name: string, isShared = false): Promise<void> {
    await this.section.getByRole('button', { name: 'Save view…' }).click();
    await this.fillDialog(name, isShared);
    await this.toastSays(`“${name}” is saved`);
  }

  async fillDialog(name: string, isShared = false): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Name of the view').fill(name);
    if (isShared) await dialog.getByRole('switch', { name: /Everyone sees it/ }).check();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    // A question may have come in its place.
    await dialog.getByLabel('Name of the view').waitFor({ state: 'detached' });
  }

  /** Opens the menu of a view, and does one thing in it. */
  async choose(name: string, item: string | RegExp): Promise<void> {
    await (
      await this.menuOf(name)
    )
      .getByRole(/Everyone/.test(String(item)) ? 'menuitemcheckbox' : 'menuitem', { name: item })
      .click();
  }

  async menuOf(name: string): Promise<Locator> {
    await this.row(name).hover();
    await this.row(name)
      .getByRole('button', { name: `More about ${name}` })
      .click();
    const menu = this.page.getByRole('menu', { name });
    await menu.waitFor();
    return menu;
  }

  async toastSays(text: string): Promise<void> {
    await this.page.locator('ll-toast .toast').getByText(text).waitFor();
  }

  get question(): Locator {
    return this.page.getByRole('dialog', { name: 'Changed by two people' });
  }
}

export async function viewsOn(
  server: { readonly url: string },
  headers: Record<string, string> = {},
): Promise<ViewsDocument> {
  return (await (await fetch(`${server.url}/views`, { headers })).json()) as ViewsDocument;
}

/** The keys of the writes of views that the page sends from now on, in their order. */
export function viewWritesOf(page: Page): string[] {
  const keys: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') keys.push(request.headers()['idempotency-key'] ?? '');
  });
  return keys;
}
