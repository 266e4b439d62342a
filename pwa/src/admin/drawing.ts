/** A map to draw an area on: the other areas behind it, corners to click out and drag. */
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { Corner } from "./corners";
import "./drawing.css";

const SWEDEN: L.LatLngBoundsExpression = [
  [55.2, 10.9],
  [69.1, 24.2],
];

export interface Drawing {
  show(corners: readonly Corner[]): void;
  fit(): void;
  stop(): void;
}

/** Draws within an element; `drawn` gets the corners after each click and drag. */
export function drawOn(
  element: HTMLElement,
  others: GeoJSON.FeatureCollection,
  drawn: (corners: Corner[]) => void,
): Drawing {
  const map = L.map(element, { attributionControl: false, zoomAnimation: false, keyboard: false });
  map.fitBounds(SWEDEN); // nothing is drawn on a map without a view
  map.createPane("others").classList.add("other-areas");
  const behind = L.geoJSON(others, { interactive: false, pane: "others" }).addTo(map);
  const outline = L.polygon([], { interactive: false, className: "own-area" }).addTo(map);
  const marks = L.layerGroup().addTo(map);
  let corners: Corner[] = [];
  map.on("click", ({ latlng }) => drawn([...corners, [latlng.lat, latlng.lng]]));

  function mark(corner: Corner, place: number): L.Marker {
    const icon = L.divIcon({ className: "corner", iconSize: [24, 24] });
    const marker = L.marker(corner, { icon, draggable: true, keyboard: false });
    marker.on("dragend", () => {
      const { lat, lng } = marker.getLatLng();
      drawn(corners.map((one, index) => (index === place ? [lat, lng] : one)));
    });
    return marker;
  }

  return {
    show(wanted) {
      corners = [...wanted];
      outline.setLatLngs(corners);
      marks.clearLayers();
      corners.forEach((corner, place) => marks.addLayer(mark(corner, place)));
    },
    fit() {
      const own = outline.getBounds();
      const bounds = own.isValid() ? own : behind.getBounds();
      if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24] });
    },
    stop: () => void map.remove(),
  };
}
