/** Words of the guide, which is fetched when somebody opens it: both languages come along. */
import { preferences } from "../ui/preferences.svelte";
import { guideEn } from "./guide-en";
import { guideSv, type GuideWords } from "./guide-sv";

/** The catalogue in the chosen language. */
export const guide = (): GuideWords => (preferences.language === "en" ? guideEn : guideSv);
