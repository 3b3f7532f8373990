/**
 * Joins, moves and leaves a second, by tabs that come, go on to another folder and leave again; and how long it takes
 * until everyone sees where two and fifty tabs are, however they come and go.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { LiveTab } from './support/live-tab.ts';
import { runWrk, type Load } from './support/load.ts';
import { median, report, round, skip } from './support/measure.ts';
import { hasTool } from './support/tools.ts';
import { readWords } from './support/words.ts';

const name = 'presence';
const rounds = 3;
/** Shorter than usual, so that the program does not wait long for a tab that crashed. */
const ttl = { view: 15, prune: 1 };

const { sets } = readWords(['10k'], { isFixed: true });
const [set] = sets;

if (!set) skip(name, 'there is no data: npm run bench:data -- 10k');
else if (!hasTool('wrk')) skip(name, 'wrk is not installed');
else {
  const server = await startServer(set.folder, tempFolder('presence'));
  await indexed(server);
  const loads: Load[] = [];
  for (let turn = 0; turn < rounds; turn += 1) loads.push(await runWrk(server.url, visits(turn)));
  report(name, {
    requests_per_second: round(median(loads.map(({ perSecond }) => perSecond))),
    p99_ms: round(median(loads.map(({ p99Ms }) => p99Ms))),
    failed: loads.reduce((sum, { failed }) => sum + failed, 0),
    ttl_seconds: ttl,
    two_tabs: await convergence(2),
    fifty_tabs: await convergence(50),
  });
  await server.stop();
}

/** What tabs are told converges on what is true. */
async function convergence(count: number): Promise<object> {
  const args = ['--presence-view-ttl', String(ttl.view), '--presence-prune-interval', String(ttl.prune)];
  const server = await startServer(set?.folder ?? '', tempFolder('converge'), args);
  await indexed(server);
  const folders = [0, 1, 2].map((folder) => (set ? `/${folderPath(set, folder)}` : ''));
  const tabs: LiveTab[] = [];
  const settle = async (): Promise<number> => {
    const started = performance.now();
    while (!folders.every((folder) => tabs.every(({ told }) => agrees(told.get(folder), tabs, folder)))) await pause(2);
    return round(performance.now() - started);
  };
  const alive = setInterval(() => void Promise.all(tabs.map((tab) => tab.beat())), (ttl.view * 1000) / 3);
  const open = async (turn: number): Promise<void> => {
    const folder = folders[turn % folders.length] ?? '';
    tabs.push(await LiveTab.open(server.url, server.client, `tab-${String(turn)}`, folder, turn % 2 === 0));
  };
  for (let turn = 0; turn < count; turn += 1) await open(turn);
  const joined_ms = await settle();
  const moves: number[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    await tabs[(turn * 7) % count]?.move(folders[(turn * 5) % folders.length] ?? '');
    moves.push(await settle());
  }
  await tabs[1]?.refresh();
  const refreshed_ms = await settle();
  // Somebody has to be left who is told.
  await open(count);
  const [named] = tabs.splice(0, 1);
  named?.cut();
  const stream_closed_ms = await settle();
  const [crashed] = tabs.splice(0, 1);
  crashed?.cut();
  const crashed_ms = await settle();
  clearInterval(alive);
  for (const tab of tabs) tab.cut();
  await server.stop();
  return {
    ...{ joined_ms, moved_p50_ms: round(median(moves)), moved_max_ms: Math.max(...moves), refreshed_ms },
    ...{ stream_closed_ms, crashed_ms },
  };
}

/** Of a folder that nobody has ever been in, nobody is told. */
function agrees(told: string | undefined, tabs: readonly LiveTab[], folder: string): boolean {
  return (told ?? '0/0') === `${String(tabs.filter((tab) => tab.folder === folder).length)}/0`;
}

/** A lease from each answer leads to the next request of that tab: it joins, moves, leaves. */
function visits(turn: number): string {
  const [here = '', there = ''] = [0, 1].map((folder) => (set ? `/${folderPath(set, folder)}` : ''));
  return `
     local waiting, head, tabs = {}, 1, 0
     local json = { ["content-type"] = "application/json" }
     function request()
       local tab = waiting[head]
       if not tab then
         tabs = tabs + 1
         return wrk.format("POST", "/presence/join", json,
           string.format('{"gallery_id":"${here}","client_id":"bench-${String(turn)}-%d"}', tabs))
       end
       waiting[head] = nil
       head = head + 1
       if tab.stage == 1 then
         return wrk.format("POST", "/presence/move", json, string.format(
           '{"from_gallery_id":"${here}","to_gallery_id":"${there}","client_id":"%s","lease_id":"%s"}', tab.client, tab.lease))
       end
       return wrk.format("POST", "/presence/leave", json, string.format(
         '{"gallery_id":"${there}","client_id":"%s","lease_id":"%s"}', tab.client, tab.lease))
     end
     local last = head
     function response(status, headers, body)
       if status ~= 200 or body:find('"removed"', 1, true) then return end
       local stage = body:find('"to_scope"', 1, true) and 2 or 1
       while waiting[last] do last = last + 1 end
       if last < head then last = head end
       waiting[last] = { stage = stage, client = body:match('"client_id":"([^"]+)"'), lease = body:match('"lease_id":"([^"]+)"') }
     end`;
}
