/** Joins, moves and leaves a second, by tabs that come, go on to another folder and leave again. */
import { indexed, startServer, tempFolder } from './support/bench-server.ts';
import { folderPath } from './support/data-sets.ts';
import { runWrk, type Load } from './support/load.ts';
import { median, report, round, skip } from './support/measure.ts';
import { hasTool } from './support/tools.ts';
import { readWords } from './support/words.ts';

const name = 'presence';
const rounds = 3;

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
  });
  await server.stop();
}

/** A lease from each answer leads to the next request of that tab: it joins, moves, leaves. */
function visits(turn: number): string {
  const [here = '', there = ''] = [0, 1].map((folder) => (set ? folderPath(set, folder) : ''));
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
