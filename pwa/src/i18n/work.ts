/** Words of the desk's work, fetched with it: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { workEn } from "./work-en";
import { workSv, type WorkWords } from "./work-sv";

export type { WorkWords };

/** The catalogue in the chosen language. */
export const work = (): WorkWords => (preferences.language === "en" ? workEn : workSv);
