/** Calm rows about the phone itself (UX-F20): each says what is so, and what can be done. */
import type { Words } from "../../i18n/sv";
import type { Status } from "../../sync/types";

const CLOCK_WRONG_MS = 5 * 60_000;

/** What the phone itself lacks; told in words of the part that looks for it. */
export type PhoneKey = "battery" | "storage" | "installed" | "persisted";

export interface Notice {
  key:
    | "evicted"
    | "portal"
    | "clock"
    | "colleagues"
    | "update"
    | "replaced"
    | "not_enrolled"
    | "more"
    | PhoneKey;
  text: string;
  act?: "update" | "reload" | "acknowledge";
  /** Where it is told what to do. */
  href?: "/#phone";
}

export interface Circumstances {
  status: Status | null;
  enrolled: boolean;
  updateWaiting: boolean;
  replaced: boolean;
  /** Nothing is being sent and no draft is open. */
  idle: boolean;
  phone: readonly Notice[];
}

/** The rows to show, most pressing first. */
export function noticesFor(now: Circumstances, words: Words): Notice[] {
  const say = words.notices;
  const summary = now.status?.summary;
  const pressing = now.phone.filter(({ key }) => key === "battery" || key === "storage");
  const rows: (Notice | false | null | undefined)[] = [
    now.status?.evicted && {
      key: "evicted",
      text: say.evicted(now.status.evicted.unsent),
      act: "acknowledge",
    },
    ...pressing,
    summary?.portal && { key: "portal", text: say.portal },
    Math.abs(summary?.clockOffsetMs ?? 0) > CLOCK_WRONG_MS && { key: "clock", text: say.clock },
    !now.enrolled && { key: "not_enrolled", text: words.signIn.notEnrolled },
    !!summary?.colleagues && {
      key: "colleagues",
      text: words.status.fromColleague(summary.colleagues),
    },
    now.replaced && { key: "replaced", text: words.app.otherTabUpdated, act: "reload" },
    now.updateWaiting &&
      !now.replaced &&
      now.idle && { key: "update", text: words.app.newVersion, act: "update" },
    ...now.phone.filter((row) => !pressing.includes(row)),
  ];
  return rows.filter((row) => !!row) as Notice[];
}

/** At most so many rows; what is left over stands behind the last one. */
export function fitting(rows: readonly Notice[], most: number, words: Words): readonly Notice[] {
  if (rows.length <= most) return rows;
  const shown = rows.slice(0, most - 1);
  const left = rows.length - shown.length;
  const text = shown.length ? words.notices.more(left) : words.notices.all(left);
  return [...shown, { key: "more", text, href: "/#phone" }];
}
