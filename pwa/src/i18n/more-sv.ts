/** Swedish of the fetched parts: map, blurring, emergency, help, own data, installing, end of shift. */
import type { Shape } from "./sv";

export const moreSv = {
  map: {
    label:
      "Kommunens områden och objekt. Tryck där det hände, eller använd knapparna under kartan.",
    buttons: "Flytta nålen och kartan",
    west: "Nålen åt väster",
    north: "Nålen åt norr",
    south: "Nålen åt söder",
    east: "Nålen åt öster",
    closer: "Närmare",
    farther: "Längre bort",
  },
};

export type MoreWords = Shape<typeof moreSv>;
