/** The status line's sentence in words, with shape and tone (UX section 5). */
import type { Words } from "../../i18n/sv";
import type { Reason, StatusSentence } from "../../outbox/types";
import type { IconName } from "../../ui/icons";
import { clock } from "../../ui/time";
import { reasonText } from "./reason-text";

export type Tone = "good" | "news" | "waiting" | "trouble";

export interface StatusText {
  text: string;
  icon: IconName;
  tone: Tone;
  /** Where the line leads: to the reports, or to the sign-in that it asks for. */
  href: "/#reports" | "/#sign-in";
}

/** What a sentence needs beside its own numbers. */
export interface Setting {
  words: Words;
  zone: string;
  /** Number of whoever is on duty; empty when not known. */
  dutyPhone: string;
}

const LOOKS: Record<StatusSentence["key"], readonly [IconName, Tone]> = {
  all_sent: ["check", "good"],
  sending: ["sending", "news"],
  offline_empty: ["offline", "waiting"],
  offline_waiting: ["offline", "waiting"],
  photos_left: ["sending", "news"],
  login_to_read: ["lock", "waiting"],
  login_to_send: ["lock", "waiting"],
  needs_attention: ["mark", "trouble"],
  storage_low: ["mark", "trouble"],
  cannot_save: ["block", "trouble"],
  server_silent: ["block", "trouble"],
};

function rejected(count: number, reason: Reason | null, words: Words): string {
  return words.status.rejected(count, reasonText(reason, words));
}

function textOf(sentence: StatusSentence, { words, zone, dutyPhone }: Setting): string {
  const say = words.status;
  const at = (ms: number) => clock(new Date(ms), zone);
  switch (sentence.key) {
    case "all_sent":
      return sentence.at === null ? say.nothingYet : say.allSent(at(sentence.at));
    case "sending":
      return say.sending(sentence.number, sentence.total);
    case "offline_empty":
      return say.offlineEmpty;
    case "offline_waiting":
      return say.waiting(sentence.count);
    case "photos_left":
      return say.photosLeft(sentence.count);
    case "login_to_read":
      return say.signInToRead(sentence.count);
    case "login_to_send":
      return say.signInToSend(sentence.count);
    case "needs_attention":
      return rejected(sentence.count, sentence.reason, words);
    case "storage_low":
      return say.storageFull;
    case "cannot_save":
      return say.cannotSave(dutyPhone);
    case "server_silent":
      return say.serverSilent(at(sentence.since), dutyPhone);
  }
}

/** Text, icon and tone of a sentence. */
export function statusText(sentence: StatusSentence, setting: Setting): StatusText {
  const [icon, tone] = LOOKS[sentence.key];
  const href = icon === "lock" ? "/#sign-in" : "/#reports";
  return { text: textOf(sentence, setting), icon, tone, href };
}
