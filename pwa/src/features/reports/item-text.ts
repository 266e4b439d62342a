/** One report of the outbox in words: what, and how far it has come. */
import type { FieldKit } from "../../api/shapes";
import type { Words } from "../../i18n/sv";
import { named } from "../../i18n/language.svelte";
import type { OutboxItem } from "../../outbox/types";
import type { IconName } from "../../ui/icons";
import { categoryOf } from "../home/tiles";
import type { Tone } from "../status/status-text";

export interface StateText {
  text: string;
  /** A word or two for a narrow list. */
  short: string;
  icon: IconName;
  tone: Tone;
}

/** The category's name; purged reports have lost theirs. Additions and corrections say what they are. */
export function itemCategory({ entry }: OutboxItem, kit: FieldKit | null, words: Words): string {
  const slug = entry.label.category;
  const name = typeof slug === "string" ? named(categoryOf(kit, slug).name) : "–";
  if (entry.subjectId) return words.reports.additionTo(name);
  return entry.replaces ? words.reports.correctionOf(name) : name;
}

function photosLeft({ photos }: OutboxItem): number {
  return photos.filter((photo) => photo.state !== "complete" && photo.state !== "purged").length;
}

function receivedText(item: OutboxItem, words: Words): StateText {
  const { states, statesShort } = words.reports;
  if (item.entry.receipt?.flags.includes("quarantined")) {
    return {
      text: words.reports.quarantined,
      short: statesShort.received,
      icon: "lock",
      tone: "news",
    };
  }
  const left = photosLeft(item);
  if (left === 0) {
    return { text: states.received, short: statesShort.received, icon: "check", tone: "good" };
  }
  return {
    text: states.photosLeft(left),
    short: statesShort.photos,
    icon: "sending",
    tone: "news",
  };
}

/** How far a report has come; never "sent" before the server said so. */
export function itemState(item: OutboxItem, words: Words): StateText {
  const { states, statesShort } = words.reports;
  switch (item.entry.state) {
    case "saved":
      return { text: states.saved, short: statesShort.saved, icon: "phone", tone: "waiting" };
    case "sending":
      return { text: states.sending, short: statesShort.sending, icon: "sending", tone: "news" };
    case "waiting_for_login":
      return {
        text: states.waitsForSignIn,
        short: statesShort.saved,
        icon: "lock",
        tone: "waiting",
      };
    case "needs_attention":
      return { text: states.rejected, short: statesShort.rejected, icon: "mark", tone: "trouble" };
    default:
      return receivedText(item, words);
  }
}
