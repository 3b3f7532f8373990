import { ask } from './http-client.ts';
import { waitFor } from './wait-for.ts';

/** The server knows what these files hold, as they are now: it has read them all. */
export async function contentsKnown(server: { readonly url: string }, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await waitFor(
      async () => (await ask(server, 'item', { query: { path } })).body.hash !== undefined,
      `${path} to be read`,
      { seconds: 20 },
    );
  }
}
