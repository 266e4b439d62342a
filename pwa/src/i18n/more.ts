/** Words of the parts that are fetched when somebody opens them: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { moreEn } from "./more-en";
import { moreSv, type MoreWords } from "./more-sv";

/** The catalogue in the chosen language. */
export const more = (): MoreWords => (preferences.language === "en" ? moreEn : moreSv);
