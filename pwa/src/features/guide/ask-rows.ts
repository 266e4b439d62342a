/** Asks the phone for the home screen, with the words of this part; nothing leaves the phone. */
import { guide } from "../../i18n/guide";
import type { Notice } from "../home/notices";
import { askPhone, faultsOf } from "./phone-checks";
import { rowsOf } from "./phone-rows";

/** What the app knows of itself has rows of its own. */
const IN_ORDER = { clockOffsetMs: null, enrolled: true, kit: true };

export async function askRows(): Promise<() => Notice[]> {
  const faults = faultsOf(await askPhone(IN_ORDER));
  return () => rowsOf(faults, guide().install.rows);
}
