/**
 * Photos the phone had not drawn when their report was saved: Save waited for nothing, and they follow
 * as an addition to it. Their originals lie in a draft of their own meanwhile, so that no reload loses them.
 */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { newId } from "../../session/ids";
import type { NewPhoto } from "../../outbox/types";
import { emptyContent } from "./content";
import { newDraft, type ReportDraft } from "./drafting";
import { newReport } from "./new-report";
import { shrink } from "./photo";
import { storedKind } from "./photos.svelte";

type Kept = ReportDraft["photos"][number];

async function original(file: Blob): Promise<Kept> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { id: newId(), mediaType: storedKind(file), bytes };
}

/** Keeps the files on the phone, then draws and saves them as an addition to report `about`. */
export async function saveLatePhotos(
  files: readonly Blob[],
  about: string,
  category: string,
): Promise<void> {
  if (files.length === 0) return;
  const content = { ...emptyContent(category, new Date()), about, late: true };
  const draft = newDraft(content, await Promise.all(files.map(original)));
  await live.store.putDraft(draft).catch(() => undefined);
  await finish(draft);
}

/** At start: photos whose page was closed before they were drawn. */
export async function finishLatePhotos(): Promise<void> {
  const { owner } = live.session;
  if (!owner) return;
  const drafts = (await live.store.drafts(owner)) as ReportDraft[];
  for (const draft of drafts.filter(({ content }) => content.late)) await finish(draft);
}

async function drawn({ bytes, mediaType }: Kept): Promise<NewPhoto | null> {
  const small = await shrink(new Blob([bytes], { type: mediaType })).catch(() => null);
  return small && { bytes: new Uint8Array(await small.arrayBuffer()), mediaType: "image/jpeg" };
}

/** Pictures that cannot be drawn stay as an open draft, where the person sees that something is left. */
async function finish(draft: ReportDraft): Promise<void> {
  const photos = (await Promise.all(draft.photos.map(drawn))).filter((one) => one !== null);
  const { id: draftId, createdAt, content } = draft;
  if (live.session.owner?.personId !== draft.owner.personId) return;
  if (photos.length < draft.photos.length) {
    await live.store.putDraft({ ...draft, content: { ...content, late: false } });
    return;
  }
  const filled = { draftId, createdAt, author: live.session.author, content, photos };
  await live.outbox.save(newReport(filled, words().report));
}
