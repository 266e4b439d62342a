/** The running phone as screens see it: who uses it, what waits, drafts and field kit. */
import { isSignedOut, type Answer } from "./api/answer";
import { readSession } from "./api/calls";
import type { FieldKit, SessionRead } from "./api/shapes";
import { hasContent, type ReportContent } from "./features/report/content";
import type { OutboxItem, Unsubscribe } from "./outbox/types";
import { leaveProvider, startAt, takeArrival } from "./session/arrival";
import { Session } from "./session/session.svelte";
import type { Draft } from "./storage/types";
import { startPhone } from "./sync/start";
import type { Phone, Status } from "./sync/types";
import { address, go } from "./ui/location.svelte";

const SHOWN_REPORTS = 100;
const DEFAULT_ZONE = "Europe/Stockholm";
/** A phone put away for so long is locked when it is taken up again, if its user has a PIN. */
const LOCK_AFTER_MS = 15 * 60_000;

class Live {
  ready = $state(false);
  status: Status | null = $state.raw(null);
  items: OutboxItem[] = $state.raw([]);
  drafts: Draft<ReportContent>[] = $state.raw([]);
  kit: FieldKit | null = $state.raw(null);
  kitCheckedAt: number | null = $state(null);
  /** The time now, renewed every half minute for "för 6 min sedan". */
  now = $state.raw(new Date());
  /** What became of signing in by a provider, just now. */
  arrival: string | null = null;
  readonly session = new Session(__APP_VERSION__);
  private phone!: Phone;
  private following: Unsubscribe[] = [];

  get outbox() {
    return this.phone.outbox;
  }

  get store() {
    return this.phone.store;
  }

  get zone(): string {
    return this.session.who?.municipality.time_zone ?? DEFAULT_ZONE;
  }

  get dutyPhone(): string {
    return this.kit?.duty_phone ?? "";
  }

  /** Opens the phone's store, takes up the stored session and begins sending; `blocked` while an older tab holds it. */
  async start(blocked: () => void): Promise<void> {
    this.phone = await startPhone({
      blocked,
      appVersion: __APP_VERSION__,
      session: () => (this.session.expired ? "expired" : "ok"),
      owner: () => this.session.owner,
    });
    await this.session.restore(this.store);
    await this.arrive();
    this.follow();
    this.ready = true;
    setInterval(() => (this.now = new Date()), 30_000);
    void this.checkSession();
    void this.refreshKit();
    window.addEventListener("online", () => void this.checkSession());
    let hiddenAt = Infinity;
    document.addEventListener("visibilitychange", () => {
      const awayMs = Date.now() - hiddenAt;
      hiddenAt = document.hidden ? Date.now() : Infinity;
      if (awayMs > LOCK_AFTER_MS && this.session.hasPin) void this.lock();
      else if (!document.hidden) void this.checkSession();
    });
  }

  /** Somebody has signed in, by whatever way. */
  async enter(session: SessionRead): Promise<void> {
    await this.session.enter(session);
    this.welcome();
  }

  /** Signs out, at the municipality's provider too when that let the person in. */
  async signOut(): Promise<void> {
    const { who } = this.session;
    const left = await this.session.signOut();
    if (address().path === "/") go("/", "replace"); // the next person begins at the beginning
    this.follow();
    if (left && who?.by_provider) leaveProvider(who);
  }

  /** Nobody uses the phone until a PIN opens it; what waits is sent meanwhile. */
  async lock(): Promise<void> {
    go("/", "replace");
    await this.session.lock();
    this.follow();
  }

  /** A PIN has opened the phone for a person. */
  unlocked(): void {
    this.welcome();
    void this.checkSession();
  }

  /** Passes an answer on, and notes when it says that reading needs a new sign-in. */
  heard<A extends Answer<unknown>>(answer: A): A {
    if (isSignedOut(answer)) this.session.expired = true;
    return answer;
  }

  /** The person has read that the browser lost earlier reports. */
  async acknowledgeEviction(): Promise<void> {
    await this.phone.acknowledgeEviction();
  }

  /** Fetches the field kit if it changed; true when the stored one is known to be current. */
  async refreshKit(): Promise<boolean> {
    const { owner } = this.session;
    return owner ? this.phone.refreshKit(owner) : false;
  }

  private welcome(): void {
    this.follow();
    this.phone.signedIn();
    void this.refreshKit();
  }

  /** Asks the server who is signed in, and whether another tab has changed that. */
  async checkSession(): Promise<void> {
    if (await this.session.follow()) this.follow();
    const before = this.session.enrolled;
    await this.session.check();
    if (this.session.enrolled && !before) this.phone.signedIn();
  }

  /** Takes up the session that a provider's way back has left in the cookie. */
  private async arrive(): Promise<void> {
    this.arrival = takeArrival();
    if (this.arrival !== "done") return;
    const answer = await readSession();
    if (!answer.ok) return;
    await this.enter(answer.value);
    startAt(answer.value.person.roles);
  }

  /** Follows the store for whoever is signed in now. */
  private follow(): void {
    this.following.forEach((stop) => stop());
    this.status = null;
    this.items = [];
    this.drafts = [];
    this.kit = null;
    const { owner } = this.session;
    this.following = [this.phone.watchStatus(owner, (status) => (this.status = status))];
    if (!owner) return;
    this.following.push(
      this.outbox.watchItems(owner, (items) => (this.items = items), SHOWN_REPORTS),
      this.store.watchDrafts(owner, (all) => {
        // A form that was opened and left untouched is nothing to go on with.
        this.drafts = (all as Draft<ReportContent>[]).filter((draft) =>
          hasContent(draft.content, draft.photos.length),
        );
      }),
      this.store.watchKit<FieldKit>(owner, (stored) => {
        this.kit = stored?.kit ?? null;
        this.kitCheckedAt = stored?.checkedAt ?? null;
      }),
    );
  }
}

export const live = new Live();
