/** Words of the confirmations' page, which are fetched when somebody opens it. */
import { preferences } from "../ui/preferences.svelte";
import { adminConfirmationsEn } from "./admin-confirmations-en";
import { adminConfirmationsSv, type AdminConfirmationsWords } from "./admin-confirmations-sv";

export type { AdminConfirmationsWords };

/** The catalogue in the chosen language. */
export const confirmationWords = (): AdminConfirmationsWords =>
  preferences.language === "en" ? adminConfirmationsEn : adminConfirmationsSv;
