/** Opens, keeps and ends drafts. */
import { live } from "../../live.svelte";
import { newId } from "../../session/ids";
import type { Draft } from "../../storage/types";
import { go } from "../../ui/location.svelte";
import { emptyContent, type ReportContent } from "./content";
import { takeUp } from "./jottings";
import type { CheckpointAt } from "./places";

export type ReportDraft = Draft<ReportContent>;

/** Drafts opened in this tab whose first write may still be under way. */
const opened = new Map<string, ReportDraft>();

/** A draft of the signed-in person, made now. */
export function newDraft(content: ReportContent, photos: ReportDraft["photos"] = []): ReportDraft {
  const now = Date.now();
  const owner = live.session.owner!;
  return { id: newId(), owner, createdAt: now, updatedAt: now, content, photos };
}

/** A draft on the screen at once; the store gets it meanwhile, so that a reload finds it. */
export function openDraft(draft: ReportDraft): void {
  opened.set(draft.id, draft);
  void live.store.putDraft(draft).catch(() => undefined);
  go(`/#report/${draft.id}`);
}

/** "Ny rapport", at the checkpoint whose sign was read if there was one. */
export function beginReport(category: string, at?: CheckpointAt): void {
  const place = at && { place: "site" as const, site_id: at.site.id, checkpoint: at.name };
  openDraft(newDraft({ ...emptyContent(category, new Date()), ...place }));
}

/** "Komplettera": more about an own report, whether it has been sent or not. */
export function beginNote(about: string, category: string): void {
  openDraft(newDraft({ ...emptyContent(category, new Date()), about }));
}

let settling: Promise<unknown> = Promise.resolve();

/** A form that closes is writing its last words: whoever opens the draft again waits for them. */
export function settle(writing: Promise<void>): void {
  settling = writing;
}

let takingUp: Promise<void> | null = null;

/** Resolves when what the last page had not given the database is there; once for each page. */
export function takenUp(): Promise<void> {
  takingUp ??= takeUp(live.store).catch(() => undefined);
  return takingUp;
}

/** The draft of an address; undefined when it was saved, thrown away or is somebody else's. */
export async function findDraft(id: string): Promise<ReportDraft | undefined> {
  const fresh = opened.get(id);
  opened.delete(id);
  if (!fresh) await Promise.all([takenUp(), settling]);
  const draft = fresh ?? ((await live.store.draft(id)) as ReportDraft | undefined);
  return draft?.owner.personId === live.session.owner?.personId ? draft : undefined;
}
