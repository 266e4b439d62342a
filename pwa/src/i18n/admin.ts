/** Words of the registers and settings, which are fetched when somebody opens them: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { adminEn } from "./admin-en";
import { adminSv, type AdminWords } from "./admin-sv";

export type { AdminWords };

/** The administration's catalogue in the chosen language. */
export const admin = (): AdminWords => (preferences.language === "en" ? adminEn : adminSv);
