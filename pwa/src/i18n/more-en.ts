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
  blur: {
    title: "Hide faces and plates",
    how: "Draw a box over the face or the plate, or move the box with the buttons. Then press Hide.",
    buttons: "Move the box",
    left: "Box to the left",
    up: "Box upwards",
    down: "Box downwards",
    right: "Box to the right",
    larger: "Larger box",
    smaller: "Smaller box",
    hide: "Hide what is in the box",
    close: "Done",
    forGood: "What is hidden cannot be had back, neither here nor on the server.",
    failed:
      "The photo could not be changed. It is as it was. Remove it if somebody can be recognised.",
  },
};
