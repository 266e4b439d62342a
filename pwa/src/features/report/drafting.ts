/** Opens, keeps and ends drafts. */
import { live } from "../../live.svelte";
import { newId } from "../../session/ids";
import type { Draft } from "../../storage/types";
import { go } from "../../ui/location.svelte";
import { emptyContent, type ReportContent } from "./content";

export type ReportDraft = Draft<ReportContent>;

/** Drafts opened in this tab whose first write may still be under way. */
const opened = new Map<string, ReportDraft>();

/** A new draft on the screen at once; the store gets it meanwhile, so that a reload finds it. */
export function beginReport(category: string): void {
  const now = new Date();
  const draft: ReportDraft = {
    id: newId(),
    owner: live.session.owner!,
    createdAt: now.getTime(),
    updatedAt: now.getTime(),
    content: emptyContent(category, now),
    photos: [],
  };
  opened.set(draft.id, draft);
  void live.store.putDraft(draft).catch(() => undefined);
  go(`/#report/${draft.id}`);
}

/** The draft of an address; undefined when it was saved, thrown away or is somebody else's. */
export async function findDraft(id: string): Promise<ReportDraft | undefined> {
  const fresh = opened.get(id);
  opened.delete(id);
  const draft = fresh ?? ((await live.store.draft(id)) as ReportDraft | undefined);
  return draft?.owner.personId === live.session.owner?.personId ? draft : undefined;
}
