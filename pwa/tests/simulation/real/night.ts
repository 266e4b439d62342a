/** A night of two phones that share a guard, drawn from its seed: reports, and everything that goes wrong. */
import type { NewPhoto, NewReport } from "../../../src/outbox";
import { localLock } from "../../../src/sync/local-lock";
import { seeded } from "../../outbox/samples";
import { Phone, type Promised } from "../phone";
import { VirtualClock } from "../virtual-clock";
import { act } from "./acts";
import { CALM, Line, type Way } from "./line";
import { picture, type Pictures } from "./pictures";
import { Enrolment, type Town } from "./town";
import { claimedTooEarly, unfinished, wrongWith } from "./verdicts";

const MINUTE = 60_000;
/** Re-offering what waits for its subject takes up to 15 minutes, and one round may be lost. */
const MOST_HEALING_MINUTES = 45;

/** A claim made too early stands for minutes: looking at every act would find no more of them. */
const LOOK_EVERY = 4;

/** What this process was started with. */
export interface Place extends Way {
  towns: Town[];
  pictures: Pictures;
}

export class NightPhone extends Phone {
  constructor(
    readonly line: Line,
    readonly people: Enrolment[],
    clock: VirtualClock,
    seed: number,
  ) {
    super({
      ...{ clock, network: line, variant: {}, chance: seeded(seed), lock: localLock() },
      credentials: async ({ personId }) =>
        this.people.find((one) => one.personId === personId)?.credential() ?? null,
    });
  }

  async renew(person: Enrolment): Promise<void> {
    await person.renew();
    this.bell.ring("kick");
  }
}

export class Night {
  readonly clock = new VirtualClock();
  readonly chance;
  readonly town: Town;
  readonly phones: [NightPhone, NightPhone];
  /** How often each of the phone's own faults was met. */
  readonly met = new Map<string, number>();
  private notes = 0;

  constructor(
    readonly seed: number,
    private readonly place: Place,
  ) {
    this.chance = seeded(seed);
    this.town = place.towns[seed % place.towns.length]!;
    this.phones = [this.phone(1, this.town.guards), this.phone(2, this.town.guards.slice(0, 1))];
  }

  private phone(number: number, guards: Town["guards"][number][]): NightPhone {
    const chance = seeded(this.seed * 8 + number);
    const line = new Line(this.place, this.clock, chance);
    const { serverUrl } = this.place;
    const people = guards.map((guard) => new Enrolment(serverUrl, this.town, guard));
    return new NightPhone(line, people, this.clock, this.seed * 8 + number + 2);
  }

  /** Lives through it and lets everything heal; what is wrong then, in words. */
  async live(reports: number): Promise<string[]> {
    for (const phone of this.phones) {
      for (const person of phone.people) await phone.renew(person);
      phone.openTab();
    }
    for (let acts = 1; this.notes < reports; acts++) {
      await act(this);
      const wrong = acts % LOOK_EVERY === 0 ? await this.early() : [];
      if (wrong.length > 0) return wrong;
    }
    await this.heal();
    return (await this.each((phone) => wrongWith(phone))).flat();
  }

  promised(): Promised[] {
    return this.phones.flatMap((phone) => phone.promised);
  }

  /** Somebody writes a report, or more about one; `kind` says what must become of it. */
  async save(phone: NightPhone, photos: number, kind: string, subjectId?: string): Promise<void> {
    const person = this.pick(phone.people);
    const note = `natt ${this.seed} nummer ${++this.notes} ${kind}`.trim();
    await phone.press(
      {
        ...{ lane: "fact", resource: "incidents", author: person.author(), draftId: note },
        body: this.body(note, kind, subjectId !== undefined),
        photos: this.photos(photos, kind),
        ...(subjectId ? { subjectId } : {}),
      } satisfies NewReport,
      note,
    );
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.chance.fraction() * values.length)]!;
  }

  count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }

  private body(note: string, kind: string, isEntry: boolean): Record<string, unknown> {
    const occurred_at = new Date(this.clock.now() - MINUTE).toISOString();
    const position = { lat: kind === "REFUSED" ? 91 : 58.56, lon: 18.05, accuracy_m: 9 };
    const what = isEntry ? { kind: "note" } : { category: "litter", place: "Kajen" };
    return { ...what, note, occurred_at, position };
  }

  private photos(count: number, kind: string): NewPhoto[] {
    const { pictures } = this.place;
    const comment = `${this.seed} ${this.notes}`;
    if (kind === "TWICE") return Array(2).fill(picture(pictures, comment));
    if (kind === "NOIMAGE") return [{ bytes: Buffer.from(comment), mediaType: "image/jpeg" }];
    if (kind === "EMPTY") return [{ bytes: new Uint8Array(), mediaType: "image/jpeg" }];
    if (kind === "HUGE") return [{ bytes: new Uint8Array(25e6), mediaType: "image/jpeg" }];
    return Array.from({ length: count }, (_, at) => picture(pictures, `${comment} ${at}`));
  }

  /** Everything works again, and nobody touches the phones: what now does not arrive is stuck. */
  private async heal(): Promise<void> {
    for (const phone of this.phones) {
      phone.line.weather = CALM;
      phone.calm();
      for (const person of phone.people) if (person.isRevoked) await phone.renew(person);
    }
    for (let minutes = 0; minutes < MOST_HEALING_MINUTES; minutes++) {
      // First a minute: a tab that was frozen under the finger saves only now.
      await this.clock.advance(MINUTE);
      const left = await this.each((phone) => unfinished(phone));
      if (left.flat().length === 0) return;
    }
  }

  private async early(): Promise<string[]> {
    return (await this.each((phone) => claimedTooEarly(phone))).flat();
  }

  private each<Value>(look: (phone: NightPhone) => Promise<Value>): Promise<Value[]> {
    return Promise.all(this.phones.map(look));
  }
}
