import { Preferences } from '../../apps/web/src/app/state/preferences.ts';

test('UI12: a name that was given in one tab holds in the others; the width of a panel is its own', () => {
  localStorage.clear();
  const [one, two] = [new Preferences(localStorage), new Preferences(localStorage)];
  one.displayName.set('Ada');
  one.treeWidth.set(300);
  for (const name of ['lenslet:display-name', 'lenslet:tree-width', 'other', null]) two.hear(name);
  expect([two.displayName(), two.treeWidth()]).toEqual(['Ada', 248]);
});
