/** What the phone lacks, as rows for the home screen: one each, with the way to its remedy (UX-F20). */
import type { GuideWords } from "../../i18n/guide-sv";
import type { Notice, PhoneKey } from "../home/notices";
import type { PhoneFault } from "./phone-checks";

const TOLD_AT_HOME: readonly PhoneFault[] = ["battery", "storage", "installed", "persisted"];

const isTold = (fault: PhoneFault): fault is PhoneKey => TOLD_AT_HOME.includes(fault);

/** A phone without the app installed promises nothing yet: that is one thing to do, not two. */
export function rowsOf(
  faults: readonly PhoneFault[],
  say: GuideWords["install"]["rows"],
): Notice[] {
  const told = faults.filter(isTold);
  const rows = told.filter((key) => key !== "persisted" || !told.includes("installed"));
  return rows.map((key) => ({ key, text: say[key], href: "/#phone" }));
}
