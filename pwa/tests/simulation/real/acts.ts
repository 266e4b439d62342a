/** What may happen during a night, each with its weight. */
import type { Entry } from "../../../src/outbox";
import type { StoreFault } from "../process";
import { FAULTS } from "./line";
import type { Night, NightPhone } from "./night";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STORE_FAULTS: readonly StoreFault[] = [
  "crash_before",
  "crash_after",
  "fail_before",
  "fail_after",
  "hang",
];
const JUMPS = [10 * MINUTE, HOUR, 3 * HOUR, 400 * DAY].flatMap((ms) => [ms, -ms]);
const KINDS = ["REFUSED", "TWICE", "NOIMAGE", "EMPTY", "HUGE"];

type Act = (night: Night, phone: NightPhone) => unknown;

const ACTS: readonly [number, Act][] = [
  [8, (night, phone) => night.save(phone, night.chance.fraction() < 0.1 ? 1 : 0, "")],
  [0.5, (night, phone) => night.save(phone, 0, kind(night))],
  [2, followUp],
  [8, (night) => night.clock.advance(night.pick([50, 1_000, 7_000, MINUTE, 6 * MINUTE]))],
  [6, weather],
  [5, trap],
  [2, jump],
  [2, kill],
  [2, open],
  [1, freeze],
  [1, (night, phone) => (phone.visible = night.chance.fraction() < 0.5)],
  [1, revoke],
  [2, renew],
  [1, sendNow],
  [2, (night, phone) => phone.line.replay(night.pick([1, 1, 2]))],
  [0.2, off],
];
const WEIGHT = ACTS.reduce((sum, [weight]) => sum + weight, 0);

/** One thing happens, to one of the phones. */
export async function act(night: Night): Promise<void> {
  const phone = night.chance.fraction() < 0.75 ? night.phones[0] : night.phones[1];
  let at = night.chance.fraction() * WEIGHT;
  await ACTS.find(([weight]) => (at -= weight) < 0)![1](night, phone);
}

/** 25 MB cost more than a night's other traffic: a few of them in a run are enough. */
function kind(night: Night): string {
  const drawn = night.pick(KINDS);
  return drawn === "HUGE" && night.seed % 20 !== 0 ? "TWICE" : drawn;
}

/** From either phone, so that more about a report may come before it. */
function followUp(night: Night, phone: NightPhone): unknown {
  const subjects = night.promised().filter(({ note }) => !/REFUSED|EMPTY|HUGE|till/.test(note));
  const subject = subjects.at(-1);
  if (!subject) return;
  const other = !phone.promised.includes(subject);
  night.count(other ? "follow-up from another phone" : "follow-up from the same phone");
  return night.save(phone, night.chance.fraction() < 0.1 ? 1 : 0, "till", subject.id);
}

function weather(night: Night, phone: NightPhone): void {
  phone.line.weather = {
    badness: night.pick([0, 0, 0.3, 0.6, 1]),
    latency: night.pick([100, 2_000, 120_000]),
    speed: night.pick([2_000, 20_000]),
    only: night.chance.fraction() < 0.5 ? night.pick(FAULTS) : undefined,
  };
}

function trap(night: Night, phone: NightPhone): void {
  const tab = phone.livingTabs()[0];
  const countdown = 1 + Math.floor(night.chance.fraction() * 9);
  if (tab) tab.process.trap = { countdown, fault: night.pick(STORE_FAULTS) };
}

function jump(night: Night): void {
  const ms = night.pick(JUMPS);
  night.count(`clock jumps ${ms > 0 ? "ahead" : "back"}`);
  night.clock.jump(ms);
}

async function kill(night: Night, phone: NightPhone): Promise<void> {
  const tab = phone.livingTabs()[0];
  if (!tab) return;
  for (const { state } of await phone.store.list(STATES)) night.count(`tab killed × ${state}`);
  if (phone.livingTabs().length > 1) night.count("one of several tabs killed");
  tab.process.kill();
}

const STATES: readonly Entry["state"][] = ["saved", "sending", "received", "waiting_for_login"];

function open(night: Night, phone: NightPhone): void {
  if (phone.livingTabs().length >= 3) return;
  phone.openTab();
  if (phone.livingTabs().length > 1) night.count("several tabs");
}

function freeze(night: Night, phone: NightPhone): void {
  const [tab, other] = phone.livingTabs();
  if (!tab || !other) return;
  night.count("leading tab frozen");
  tab.process.freeze();
}

async function revoke(night: Night, phone: NightPhone): Promise<void> {
  const person = night.pick(phone.people);
  const waiting = await phone.store.list(["saved", "sending"]);
  const own = waiting.some(({ author }) => author.personId === person.personId);
  night.count(own ? "phone revoked with reports of its own" : "phone revoked");
  await person.revoke();
}

async function renew(night: Night, phone: NightPhone): Promise<void> {
  const person = night.pick(phone.people);
  if (person.isRevoked) await phone.renew(person);
}

/** Not waited for: the tab may be frozen. */
async function sendNow(night: Night, phone: NightPhone): Promise<void> {
  const [tab] = phone.livingTabs();
  void tab?.outbox.sendNow(phone.promised.at(-1)?.id).catch(() => undefined);
  await night.clock.advance(50);
}

/** Days in a drawer: what was complete is purged, and old requests come later than that. */
async function off(night: Night): Promise<void> {
  night.count("phone off for days");
  await night.clock.skip(night.pick([DAY, 4 * DAY, 90 * DAY]));
}
