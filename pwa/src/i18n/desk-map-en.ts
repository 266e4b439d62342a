/** The desk's map, in English. */
import type { DeskWords } from "./desk-sv";

export const mapEn: Pick<DeskWords, "map"> = {
  map: {
    label: "Map of events. Arrow keys move, plus and minus zoom.",
    closer: "Closer",
    farther: "Farther away",
    whole: "The whole municipality",
    limit: "Limit to the map",
    legend: "Legend",
    cluster: (n) => `${n} events, press to zoom`,
    clusterName: "Several events, with their number",
    inView: (n, more) =>
      more ? `The ${n} newest in the map. Narrow the selection to see more.` : `${n} in the map`,
    twin: (n) => `Events in the map, the ${n} newest`,
    unplaced: "Events without a place on the map are in the list.",
    police:
      "Police events have only the centre of their town, so they are in the list, not on the map.",
    noTiles: "The map's background cannot be fetched. Areas and events are shown anyway.",
    noAreas: "The municipality's areas are not there yet. Events are shown anyway.",
  },
};
