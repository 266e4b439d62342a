/** Calm rows about the phone itself (UX-F20): each says what is so, and what can be done. */
import type { Words } from "../../i18n/sv";
import type { Status } from "../../sync/types";

const CLOCK_WRONG_MS = 5 * 60_000;

export interface Notice {
  key: "evicted" | "portal" | "clock" | "colleagues" | "update" | "replaced" | "not_enrolled";
  text: string;
  act?: "update" | "reload" | "acknowledge";
}

export interface Circumstances {
  status: Status | null;
  enrolled: boolean;
  updateWaiting: boolean;
  replaced: boolean;
  /** Nothing is being sent and no draft is open. */
  idle: boolean;
}

/** The rows to show, most pressing first. */
export function noticesFor(now: Circumstances, words: Words): Notice[] {
  const say = words.notices;
  const summary = now.status?.summary;
  const rows: (Notice | false | null | undefined)[] = [
    now.status?.evicted && {
      key: "evicted",
      text: say.evicted(now.status.evicted.unsent),
      act: "acknowledge",
    },
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
  ];
  return rows.filter((row) => !!row) as Notice[];
}
