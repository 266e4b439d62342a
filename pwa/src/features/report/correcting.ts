/** Opens an own report again to put it right. */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { newId } from "../../session/ids";
import { newDraft, openDraft, type ReportDraft } from "./drafting";
import { contentOf } from "./old-content";

/** "Rätta": a new report in the old one's place, filled from it. False when only its receipt is left. */
export async function beginCorrection(id: string): Promise<boolean> {
  const { body, photos } = await live.outbox.view(id, live.session.owner!);
  if (!body) return false;
  const kept = photos.filter(({ bytes }) => bytes !== null);
  const copies = kept.map(({ bytes, mediaType }) => ({
    id: newId(),
    mediaType: mediaType as ReportDraft["photos"][number]["mediaType"],
    bytes: bytes!,
  }));
  openDraft(newDraft(contentOf(body, id, words().report), copies));
  return true;
}
