import { rmSync } from 'node:fs';
import { labelOf } from '../../support/labels.ts';
import { waitFor } from '../../support/wait-for.ts';
import { LabellingOnScreen } from './labelling-page.ts';

/** Somebody who has given stars to a.jpg, b.jpg and c.jpg of a folder, of which the first two were not taken: the images are gone. */
export async function withTwoNotTaken(
  server: { readonly url: string },
  root: string,
  folder: string,
): Promise<LabellingOnScreen> {
  const { gate, screen } = await LabellingOnScreen.openGated(server, folder);
  await screen.choose('a.jpg');
  gate.hold();
  for (const star of ['1', '2', '3']) await screen.page.keyboard.press(`Shift+${star}`);
  for (const name of ['a.jpg', 'b.jpg']) rmSync(`${root}/${folder}/${name}`);
  await waitFor(
    async () => (await fetch(`${server.url}/item?path=/${folder}/b.jpg`)).status === 404,
    'the server to notice that they are gone',
  );
  gate.letGo();
  await screen.badgeSays('Conflict');
  await waitFor(
    async () => (await labelOf(server, `/${folder}/c.jpg`)).star === 3,
    'the star of the one that is there',
  );
  return screen;
}
