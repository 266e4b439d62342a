/** The server's word about own reports: asked when online, kept for the dead zone, marked when it changed. */
import { listIncidents } from "../../api/calls";
import { live } from "../../live.svelte";
import type { Owner } from "../../storage/types";
import { hasNews, outcomeOf, type Outcome } from "./outcome";

const MOST = 100;
/** Going to and fro between screens asks no oftener than this. */
const FRESH_MS = 15_000;

interface Kept {
  outcomes: Outcome[];
  /** Report id → `changed_at` when the person last saw it. */
  seen: Record<string, string>;
  askedAt: number;
}

const keyOf = (owner: Owner) => `outcomes/${owner.municipalityId}/${owner.personId}`;
const NOTHING: Kept = { outcomes: [], seen: {}, askedAt: 0 };

class Outcomes {
  private kept: Kept = $state.raw(NOTHING);
  private owner: Owner | null = null;

  get all(): Outcome[] {
    return this.kept.outcomes;
  }

  get askedAt(): number | null {
    return this.kept.askedAt || null;
  }

  of(id: string): Outcome | undefined {
    return this.kept.outcomes.find((outcome) => outcome.id === id);
  }

  /** Something became of it that its author has not opened yet. */
  isUnread(id: string): boolean {
    const outcome = this.of(id);
    return !!outcome && hasNews(outcome) && this.kept.seen[id] !== outcome.changed_at;
  }

  get unread(): number {
    return this.kept.outcomes.filter(({ id }) => this.isUnread(id)).length;
  }

  /** Shows what is kept for whoever is signed in, then asks the server. Never throws. */
  async refresh(): Promise<void> {
    const { owner } = live.session;
    if (owner?.personId !== this.owner?.personId) this.kept = NOTHING;
    this.owner = owner;
    const fresh = Math.abs(Date.now() - this.kept.askedAt) < FRESH_MS;
    if (!owner || fresh) return;
    const stored = await live.store.setting<Kept>(keyOf(owner)).catch(() => undefined);
    if (this.owner !== owner) return;
    this.kept = stored ?? NOTHING;
    if (!live.session.may("incidents.read")) return;
    const answer = live.heard(await listIncidents({ mine: true, limit: MOST }));
    if (!answer.ok || this.owner !== owner) return;
    const outcomes = answer.value.items.map(outcomeOf);
    const seen = this.kept.askedAt ? this.kept.seen : seenAtFirst(outcomes);
    await this.keep({ outcomes, seen, askedAt: Date.now() });
  }

  /** The person has the report on the screen. */
  async saw(id: string): Promise<void> {
    const outcome = this.of(id);
    if (!outcome || !this.isUnread(id)) return;
    await this.keep({ ...this.kept, seen: { ...this.kept.seen, [id]: outcome.changed_at } });
  }

  private async keep(kept: Kept): Promise<void> {
    this.kept = kept;
    if (this.owner) await live.store.putSetting(keyOf(this.owner), kept).catch(() => undefined);
  }
}

/** On a new phone years of old outcomes are no news; only reports written here are. */
function seenAtFirst(outcomes: readonly Outcome[]): Kept["seen"] {
  const here = new Set(live.items.map(({ entry }) => entry.id));
  const old = outcomes.filter(({ id }) => !here.has(id));
  return Object.fromEntries(old.map(({ id, changed_at }) => [id, changed_at]));
}

export const outcomes = new Outcomes();
