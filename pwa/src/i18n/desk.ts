/** Words of the desk, which is fetched when somebody opens it: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { deskEn } from "./desk-en";
import { deskSv, type DeskWords } from "./desk-sv";

export type { DeskWords };

/** The desk's catalogue in the chosen language. */
export const desk = (): DeskWords => (preferences.language === "en" ? deskEn : deskSv);
