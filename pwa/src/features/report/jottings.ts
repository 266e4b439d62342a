/** What stands in open forms, written in the same breath as it is typed: the database is a moment behind. */
import type { Draft } from "../../storage/types";

/** A draft but for its photos, which only the database holds. */
export type Jotted = Omit<Draft, "photos">;

interface Drafts {
  putDraft(draft: Draft): Promise<boolean>;
  draft(id: string): Promise<Draft | undefined>;
}

const PREFIX = "ledljus.draft.";

/** Notes a form as it stands. A phone that refuses has what the database kept, at most some 250 ms older. */
export function jotDown(draft: Jotted, notes: Storage = localStorage): void {
  try {
    notes.setItem(PREFIX + draft.id, JSON.stringify(draft));
  } catch {
    // Full or refused.
  }
}

/** The form has become a report, or was thrown away. */
export function forget(id: string, notes: Storage = localStorage): void {
  notes.removeItem(PREFIX + id);
}

/** The database has the form as it stood at `keptAt`; what was noted since then stays. */
export function forgetKept(id: string, keptAt: number, notes: Storage = localStorage): void {
  const noted = notes.getItem(PREFIX + id);
  if (noted && (JSON.parse(noted) as Jotted).updatedAt < keptAt) forget(id, notes);
}

/** Gives the database what it had not yet been given when the page went away; what was saved stays saved. */
export async function takeUp(drafts: Drafts, notes: Storage = localStorage): Promise<void> {
  for (const key of Object.keys(notes).filter((name) => name.startsWith(PREFIX))) {
    const jotted = JSON.parse(notes.getItem(key)!) as Jotted;
    const kept = await drafts.draft(jotted.id);
    if (!kept || kept.updatedAt < jotted.updatedAt) {
      await drafts.putDraft({ ...jotted, photos: kept?.photos ?? [] });
    }
    notes.removeItem(key);
  }
}
