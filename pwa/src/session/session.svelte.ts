/** Who uses the phone: signed in once, remembered, and true without network. */
import { isSignedOut, type Answer } from "../api/answer";
import { readSession, signIn, signOut } from "../api/calls";
import type { SessionRead } from "../api/shapes";
import type { Author } from "../outbox/types";
import type { Owner, PhoneStore } from "../storage/types";
import { deviceOf, enrol, renewDevice, type Device, type Enrolment } from "./device";

const SESSION_KEY = "session";
const LEAVING_KEY = "sign_out_pending";
/** Signed in, and the server has not yet confirmed this phone: an old credential may have been revoked. */
const ENROLMENT_KEY = "enrolment_pending";

export class Session {
  /** As the server last told it; null when nobody is signed in. */
  who: SessionRead | null = $state.raw(null);
  /** Reading needs a new sign-in; writing goes on. */
  expired = $state(false);
  /** The server knows this phone as the person's. */
  enrolled = $state(false);
  private device: Device | null = null;
  private store!: PhoneStore;

  constructor(private readonly appVersion: string) {}

  get owner(): Owner | null {
    const who = this.who;
    return who && { municipalityId: who.municipality.id, personId: who.person.id };
  }

  /** The author to put on a report; fixed at Save. */
  get author(): Author {
    return { ...this.owner!, deviceId: this.device!.device_id };
  }

  may(permission: string): boolean {
    return this.who?.permissions.includes(permission) ?? false;
  }

  /** Takes up what was stored, without asking anybody. */
  async restore(store: PhoneStore): Promise<void> {
    this.store = store;
    const kept = await this.recall<SessionRead | null>(SESSION_KEY);
    if (!kept) return;
    await this.take(kept);
    this.expired = Date.parse(kept.expires_at) < Date.now();
    const credential = await store.credential(this.owner!).catch(() => undefined);
    const pending = (await this.recall<boolean>(ENROLMENT_KEY)) ?? false;
    this.enrolled = credential !== undefined && !pending;
  }

  /** Follows a sign-in or sign-out in another tab; true when somebody else uses the phone now. */
  async follow(): Promise<boolean> {
    const kept = await this.recall<SessionRead | null>(SESSION_KEY);
    if (kept === undefined || kept?.person.id === this.who?.person.id) return false;
    this.forget();
    await this.restore(this.store);
    return true;
  }

  /** Asks the server whether the session holds; no answer changes nothing. */
  async check(): Promise<void> {
    if (!this.who) return this.finishLeaving();
    const answer = await readSession();
    if (isSignedOut(answer)) this.expired = true;
    if (!answer.ok || answer.value.person.id !== this.who?.person.id) return;
    await this.keep(answer.value);
    if (!this.enrolled && this.may("devices.enrol")) await this.enrol();
  }

  /** Signs in and enrols the phone. A failed enrolment does not undo the sign-in. */
  async signIn(username: string, password: string): Promise<Answer<SessionRead>> {
    const answer = await signIn(username, password);
    if (!answer.ok) return answer;
    await this.remember(LEAVING_KEY, false);
    await this.remember(ENROLMENT_KEY, true);
    await this.keep(answer.value);
    if (this.may("devices.enrol")) await this.enrol();
    return answer;
  }

  /** Signs out here at once, and on the server as soon as it can be reached. */
  async signOut(): Promise<void> {
    await this.remember(SESSION_KEY, null);
    await this.remember(LEAVING_KEY, true);
    this.forget();
    await this.finishLeaving();
  }

  private forget(): void {
    this.who = null;
    this.device = null;
    this.enrolled = this.expired = false;
  }

  /** A phone that cannot store keeps the session for as long as the page is open. */
  private async remember(key: string, value: unknown): Promise<void> {
    await this.store.putSetting(key, value).catch(() => undefined);
  }

  private recall<Value>(key: string): Promise<Value | undefined> {
    return this.store.setting<Value>(key).catch(() => undefined);
  }

  private async finishLeaving(): Promise<void> {
    if (!(await this.recall<boolean>(LEAVING_KEY))) return;
    const answer = await signOut();
    if (answer.ok || isSignedOut(answer)) await this.remember(LEAVING_KEY, false);
  }

  private async keep(session: SessionRead): Promise<void> {
    await this.take(session);
    this.expired = false;
    await this.remember(SESSION_KEY, session);
  }

  private async take(session: SessionRead): Promise<void> {
    const owner = { municipalityId: session.municipality.id, personId: session.person.id };
    this.device = await deviceOf(this.store, owner);
    this.who = session;
  }

  private async enrol(): Promise<Enrolment> {
    const owner = this.owner!;
    let outcome = await enrol(this.store, owner, this.device!, this.appVersion);
    if (outcome === "refused") {
      this.device = await renewDevice(this.store, owner);
      outcome = await enrol(this.store, owner, this.device, this.appVersion);
    }
    this.enrolled = outcome === "enrolled";
    if (this.enrolled) await this.remember(ENROLMENT_KEY, false);
    return outcome;
  }
}
