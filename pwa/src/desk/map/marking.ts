/** Marks of the map: a shape for each status, a ring with a number for several. */
import L from "leaflet";
import { markOf } from "../marks";

const SVG = "http://www.w3.org/2000/svg";
const MARK_PX = 26;
const CLUSTER_PX = 44;

/** Marks are for the pointer; keys reach the same incidents in the list beside the map. */
function marker(at: L.LatLngTuple, html: HTMLElement, px: number, className: string, name: string) {
  const icon = L.divIcon({ html, className, iconSize: [px, px] });
  const label = document.createElement("span");
  label.textContent = name;
  return L.marker(at, { icon, keyboard: false, alt: "" }).bindTooltip(label, {
    className: "mark-name",
    direction: "top",
    offset: [0, -px / 2],
  });
}

export function incidentMark(at: L.LatLngTuple, status: string, name: string): L.Marker {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-2 -2 28 28");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", markOf(status));
  svg.append(path);
  const holder = document.createElement("div");
  holder.dataset.status = status;
  holder.append(svg);
  return marker(at, holder, MARK_PX, "incident-mark", name);
}

export function clusterMark(at: L.LatLngTuple, count: number, name: string): L.Marker {
  const number = document.createElement("span");
  number.textContent = String(count);
  return marker(at, number, CLUSTER_PX, "cluster-mark", name);
}
