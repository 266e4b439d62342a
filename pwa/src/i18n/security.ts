/** Words of signing in beside the password, which are fetched with it: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { securityEn } from "./security-en";
import { securitySv, type SecurityWords } from "./security-sv";

export type { SecurityWords };

/** The catalogue in the chosen language. */
export const security = (): SecurityWords =>
  preferences.language === "en" ? securityEn : securitySv;
