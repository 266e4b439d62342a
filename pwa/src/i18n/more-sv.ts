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
  blur: {
    title: "Dölj ansikten och skyltar",
    how: "Dra en ruta över ansiktet eller skylten, eller flytta rutan med knapparna. Tryck sedan på Dölj.",
    buttons: "Flytta rutan",
    left: "Rutan åt vänster",
    up: "Rutan uppåt",
    down: "Rutan nedåt",
    right: "Rutan åt höger",
    larger: "Större ruta",
    smaller: "Mindre ruta",
    hide: "Dölj det i rutan",
    close: "Klar",
    forGood: "Det som döljs går inte att få tillbaka, varken här eller hos servern.",
    failed:
      "Bilden kunde inte ändras. Den är kvar som den var. Ta bort den om någon kan kännas igen.",
  },
};

export type MoreWords = Shape<typeof moreSv>;
