/** What a form hands to the outbox: a report, a corrected one, or an addition to one. */
import type { Author, NewPhoto, NewReport } from "../../outbox/types";
import { noteBody, reportBody, type PlaceWords, type ReportContent } from "./content";

export interface Said extends PlaceWords {
  /** Stands as the text of an addition that is only a photo. */
  photoOnly: string;
}

export interface Filled {
  draftId: string;
  createdAt: number;
  author: Author;
  content: ReportContent;
  photos: readonly NewPhoto[];
}

/** The outbox's input for a filled form. */
export function newReport(filled: Filled, words: Said): NewReport {
  const { content, draftId, createdAt, author, photos } = filled;
  const { about, replaces, category, site_id, text, place } = content;
  const common = { lane: "fact", resource: "incidents", author, draftId, createdAt } as const;
  const copies = photos.map(({ bytes, mediaType }) => ({ bytes, mediaType }));
  if (about) {
    const body = noteBody(content, words.photoOnly);
    return { ...common, subjectId: about, body, photos: copies, label: { category } };
  }
  const label = {
    category,
    site: place === "site" ? site_id : null,
    place: place === "text" ? text : null,
  };
  const body = reportBody(content, words);
  return { ...common, body, photos: copies, label, ...(replaces && { replaces }) };
}
