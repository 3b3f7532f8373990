import type { Locator, Page } from 'playwright-core';

/** What a person sees on the dashboard, by name. */
export class DashboardOnScreen {
  constructor(readonly page: Page) {}

  /** A section, by its heading. */
  panel(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** One of the large numbers. */
  fact(name: string): Locator {
    return this.page.locator(`ll-headline .fact:has(button:text-is("${name}")) dd`);
  }

  /** Cell by cell as it is read; of one with a share beside its number, the number. */
  rows(name: string): Promise<string[][]> {
    return this.panel(name)
      .locator('tbody tr')
      .evaluateAll((lines) =>
        lines.map((line) =>
          [...line.children].map((cell) => (cell.querySelector('a, .none, .name') ?? cell).textContent.trim()),
        ),
      );
  }

  /** Numbers, or why there are none. */
  async settled(): Promise<void> {
    await this.panel('Stars').or(this.page.locator('ll-notice')).first().waitFor();
  }
}
