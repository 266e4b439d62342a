/** English of the fetched parts. */
import type { MoreWords } from "./more-sv";

export const moreEn: MoreWords = {
  map: {
    label: "The municipality's areas and sites. Press where it happened, or use the buttons below.",
    buttons: "Move the pin and the map",
    west: "Pin westwards",
    north: "Pin northwards",
    south: "Pin southwards",
    east: "Pin eastwards",
    closer: "Closer",
    farther: "Farther away",
  },
};
