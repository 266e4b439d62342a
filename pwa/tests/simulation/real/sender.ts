/** One phone as a process of its own, in real time: saves its reports and ends when all are delivered. */
import { text } from "node:stream/consumers";
import { headlessPhone } from "../../../src/sync/headless";
import { seeded } from "../../outbox/samples";
import type { Promised } from "../phone";
import { Line, type Way } from "./line";
import { picture, type Pictures } from "./pictures";
import { QuickClock } from "./quick-clock";
import { Enrolment, type Town } from "./town";

interface Job extends Way {
  seed: number;
  reports: number;
  town: Town;
  pictures: Pictures;
}

const TIMES_QUICKER = 10;
/** It writes on as long as so few wait: the server is to be killed while many are at it. */
const MOST_WAITING = 4;
const OPEN = ["saved", "sending", "received", "waiting_for_login", "needs_attention"] as const;

const job = JSON.parse(await text(process.stdin)) as Job;
const { seed, town } = job;
const chance = seeded(seed);
const clock = new QuickClock(TIMES_QUICKER);
const line = new Line(job, clock, chance);
line.weather = { badness: 0.05, latency: 100, speed: 50_000 };
const person = new Enrolment(job.serverUrl, town, town.guards[seed % 2]!);
// The server may be dead at the moment, and die while it answers.
while (
  !(await person.renew().then(
    () => true,
    () => false,
  ))
)
  await rest();
const credentials = async () => person.credential();
const phone = headlessPhone("", { clock, network: line, randomness: chance, credentials });
const promised: Promised[] = [];
phone.leader.start();

for (let number = 1; number <= job.reports; number++) {
  await save(number);
  while ((await waiting()) > MOST_WAITING) await rest();
}
while ((await waiting()) > 0) await rest();
const met = Object.fromEntries(line.met);
const { municipalityId } = town;
console.log(JSON.stringify({ seed, municipalityId, wrong: line.wrong, promised, met }));
process.exit(0);

async function save(number: number): Promise<void> {
  const note = `natt ${seed} nummer ${number}`;
  const occurred_at = new Date(clock.now()).toISOString();
  // The phones' photos do not all come at once: a server may die at one at any time.
  const photos = number % 20 === seed % 20 ? [picture(job.pictures, note)] : [];
  const body = { category: "litter", place: "Kajen", note, occurred_at };
  const author = person.author();
  const entry = await phone.outbox.save({
    ...{ lane: "fact", resource: "incidents", author, draftId: note, body, photos },
  });
  const pictures = await phone.store.photosOf([entry.id]);
  promised.push({
    ...{ id: entry.id, note, person: author.personId, digest: entry.digest },
    photos: pictures.map(({ id, digest }) => ({ id, digest })),
  });
}

async function waiting(): Promise<number> {
  return (await phone.store.list(OPEN)).length;
}

function rest(): Promise<void> {
  return clock.sleep(500, new AbortController().signal);
}
