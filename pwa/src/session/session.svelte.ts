/** Who uses the phone: signed in once, remembered, and true without network. */
import { isSignedOut } from "../api/answer";
import { readSession } from "../api/calls";
import { carry } from "../api/carrier";
import type { SessionRead } from "../api/shapes";
import type { Author } from "../outbox/types";
import type { Owner, PhoneStore } from "../storage/types";
import { CookieSession } from "./cookie-session";
import { deviceOf, enrolOrRenew, type Device } from "./device";
import {
  isSame,
  ownerOf,
  readKeyholders,
  removeKeyholder,
  type Keeping,
  type Keyholder,
} from "./keyholders";
import { Remembered } from "./remembered";

/** When a tab last locked the phone, device ms: the other tabs lock too. */
const LOCKED_KEY = "locked_at";
/** Signed in, and the server has not yet confirmed this phone: an old credential may have been revoked. */
const pendingKey = (owner: Owner) => `enrolment_pending/${owner.municipalityId}/${owner.personId}`;

export class Session {
  /** As the server last told it; null when nobody is signed in. */
  who: SessionRead | null = $state.raw(null);
  /** Reading needs a new sign-in; writing goes on. */
  expired = $state(false);
  /** The server knows this phone as the person's. */
  enrolled = $state(false);
  /** Who may open the phone by PIN. */
  keyholders: Keyholder[] = $state.raw([]);
  /** The signed-in person has a PIN, and this page holds the open session; else the browser's cookie does. */
  private keeping: Keeping | null = $state.raw(null);
  private openedAt = 0;
  private device: Device | null = null;
  private store!: PhoneStore;
  private remembered!: Remembered;
  private cookie!: CookieSession;

  constructor(private readonly appVersion: string) {}

  get owner(): Owner | null {
    return this.who && ownerOf(this.who);
  }

  /** The author to put on a report; fixed at Save. */
  get author(): Author {
    return { ...this.owner!, deviceId: this.device!.device_id };
  }

  /** The phone can be locked, and the person comes back by PIN. */
  get hasPin(): boolean {
    return this.keeping !== null;
  }

  may(permission: string): boolean {
    return this.who?.permissions.includes(permission) ?? false;
  }

  /** Takes up what was stored, without asking anybody. */
  async restore(store: PhoneStore): Promise<void> {
    this.store = store;
    this.remembered = new Remembered(store);
    this.cookie = new CookieSession(this.remembered);
    await this.lookForKeyholders();
    const kept = await this.cookie.get();
    if (kept) await this.takeUp(kept);
  }

  /** Takes up a session that a PIN has opened. */
  async open(keeping: Keeping, session: SessionRead, token: string): Promise<void> {
    this.hold(keeping, token);
    await this.takeUp(session);
  }

  /** From here on the session lies under the person's PIN, and the cookie's is ended. */
  async putUnderPin(keeping: Keeping, session: SessionRead, token: string): Promise<void> {
    await this.cookie.end();
    this.hold(keeping, token);
    await this.take(session);
    await this.cookie.finishEnding();
  }

  /** Nobody uses the phone until a PIN opens it; nothing is ended on the server. */
  async lock(): Promise<void> {
    await this.remembered.put(LOCKED_KEY, Date.now());
    this.forget();
    await this.lookForKeyholders();
  }

  /** Reads anew who may open the phone by PIN. */
  async lookForKeyholders(): Promise<void> {
    this.keyholders = await readKeyholders(this.store);
  }

  /** Follows a sign-in or sign-out in another tab; true when somebody else uses the phone now. */
  async follow(): Promise<boolean> {
    const kept = await this.cookie.get();
    const lockedAt = (await this.remembered.get<number>(LOCKED_KEY)) ?? 0;
    const stays =
      this.keeping && !kept
        ? lockedAt <= this.openedAt
        : kept === undefined || kept?.person.id === this.who?.person.id;
    if (stays) return false;
    this.forget();
    await this.restore(this.store);
    return true;
  }

  /** Asks the server whether the session holds; no answer changes nothing. */
  async check(): Promise<void> {
    await this.cookie.finishEnding();
    if (!this.who) return;
    const answer = await readSession();
    if (isSignedOut(answer)) {
      this.expired = true;
      // Ended before its time, by an administrator: the PIN opens nothing any more.
      await this.keeping?.end();
    }
    if (!answer.ok || answer.value.person.id !== this.who?.person.id) return;
    await this.keep(answer.value);
    if (!this.enrolled && this.may("devices.enrol")) await this.enrol();
  }

  /** Takes up a session just made, whatever way led to it, and enrols the phone; that may fail. */
  async enter(session: SessionRead): Promise<void> {
    const owner = ownerOf(session);
    // A forgotten PIN, or one too old, is done with. Reports are not touched by it.
    await removeKeyholder(this.store, owner).catch(() => undefined);
    this.letGo();
    await this.cookie.replaced();
    await this.remembered.put(pendingKey(owner), true);
    this.expired = false;
    // Kept before it is shown: whoever then loads the page anew is still signed in.
    await this.cookie.put(session).finally(() => this.take(session));
    if (this.may("devices.enrol")) await this.enrol();
  }

  /** Somebody has signed out here: a provider must not remember them. */
  wasLeft = async () => !this.who && (await this.cookie.wasEnded());

  /** Signs out here at once, and on the server as soon as it can be reached; true when it was. */
  async signOut(): Promise<boolean> {
    if (this.keeping) await this.keeping.end().catch(() => undefined);
    else await this.cookie.end();
    this.forget();
    await this.lookForKeyholders();
    return this.cookie.finishEnding();
  }

  private letGo(): void {
    carry(null);
    this.keeping = null;
  }

  private forget(): void {
    this.letGo();
    this.who = null;
    this.device = null;
    this.enrolled = this.expired = false;
  }

  private hold(keeping: Keeping, token: string): void {
    this.keeping = keeping;
    this.openedAt = Date.now();
    carry(token);
  }

  private async takeUp(session: SessionRead): Promise<void> {
    await this.take(session);
    this.expired = Date.parse(session.expires_at) < Date.now();
    const credential = await this.store.credential(this.owner!).catch(() => undefined);
    const pending = (await this.remembered.get<boolean>(pendingKey(this.owner!))) ?? false;
    this.enrolled = credential !== undefined && !pending;
  }

  /** The server has told anew who is signed in. */
  private async keep(session: SessionRead): Promise<void> {
    this.who = session;
    this.expired = false;
    if (this.keeping) await this.keeping.keep(session).catch(() => undefined);
    else await this.cookie.put(session);
  }

  private async take(session: SessionRead): Promise<void> {
    this.device = await deviceOf(this.store, ownerOf(session));
    this.who = session;
  }

  private async enrol(): Promise<void> {
    const owner = this.owner!;
    const device = await enrolOrRenew(this.store, owner, this.device!, this.appVersion);
    if (device) await this.remembered.put(pendingKey(owner), false);
    if (!device || !this.owner || !isSame(this.owner, owner)) return;
    this.device = device;
    this.enrolled = true;
  }
}
