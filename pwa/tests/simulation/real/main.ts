/** Lives through the nights that standard input asks for; a line of JSON for each. */
import { text } from "node:stream/consumers";
import { Night, type Place } from "./night";

interface Job extends Place {
  seeds: number[];
  reports: number;
  atOnce: number;
}

const job = JSON.parse(await text(process.stdin)) as Job;
const left = [...job.seeds];

async function worker(): Promise<void> {
  for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
    const night = new Night(seed, job);
    const wrong = await night.live(job.reports).catch((error: Error) => [String(error.stack)]);
    const met = [
      night.met,
      ...night.phones.flatMap(({ line, tabs }) => [
        line.met,
        ...tabs.map(({ process }) => process.met),
      ]),
    ];
    const { municipalityId } = night.town;
    console.log(
      JSON.stringify({ seed, wrong, municipalityId, promised: night.promised(), met: sum(met) }),
    );
  }
}

function sum(counts: ReadonlyMap<string, number>[]): Record<string, number> {
  const all: Record<string, number> = {};
  for (const [what, count] of counts.flatMap((one) => [...one]))
    all[what] = (all[what] ?? 0) + count;
  return all;
}

await Promise.all(Array.from({ length: job.atOnce }, worker));
process.exit(0); // timers of frozen tabs and idle connections would keep it alive
