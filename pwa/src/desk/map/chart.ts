/** The desk's map: the municipality's own areas on a blank canvas, tiles where there are any, and marks in clusters. */
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import Supercluster, { type ClusterProperties } from "supercluster";
import type { IncidentRead, MapTiles } from "../../api/shapes";
import "./chart.css";
import type { Box } from "./box";
import { clusterMark, incidentMark } from "./marking";

const CLOSEST = 19;
/** Nearer than this every point has a mark of its own. */
const CLUSTERS_TO = 16;
const CLUSTER_PX = 56;
/** More names than this hide one another. */
const MOST_NAMES = 40;
const NAMES = "names";
const SWEDEN = L.latLngBounds([55.2, 10.9], [69.1, 24.2]);

export interface ChartActs {
  /** The window has come to rest. */
  moved(window: Box): void;
  open(id: string): void;
  name(incident: IncidentRead): string;
  clusterName(count: number): string;
  tilesFailed(): void;
}

type Point = IncidentRead & { position: { lat: number; lon: number } };

export class Chart {
  private readonly map: L.Map;
  private readonly marks = L.layerGroup();
  private readonly limit = L.layerGroup();
  private readonly whole: L.LatLngBounds;
  private clusters = new Supercluster<{ incident: Point }>({
    radius: CLUSTER_PX,
    extent: 256,
    maxZoom: CLUSTERS_TO,
  });

  constructor(
    at: HTMLElement,
    areas: unknown,
    private readonly acts: ChartActs,
  ) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(at, {
      zoomControl: false,
      attributionControl: false,
      maxZoom: CLOSEST,
      zoomAnimation: !still,
      markerZoomAnimation: !still,
      inertia: !still,
      maxBoundsViscosity: 1,
    });
    const drawn = areasLayer(areas);
    this.whole = drawn?.getBounds().isValid() ? drawn.getBounds().pad(0.1) : SWEDEN;
    this.clusters.load([]);
    // Names lie under the marks, or they would hide the numbers.
    this.map.createPane(NAMES).style.zIndex = "450";
    this.map.on("moveend", () => {
      this.draw();
      acts.moved(this.window);
    });
    drawn?.addTo(this.map);
    this.limit.addTo(this.map);
    this.marks.addTo(this.map);
  }

  get window(): Box {
    const bounds = this.map.getBounds();
    const [west, south] = [bounds.getWest(), bounds.getSouth()];
    return { west, south, east: bounds.getEast(), north: bounds.getNorth() };
  }

  /** Goes to a box, or shows the whole municipality. */
  show(box: Box | null): void {
    this.map.fitBounds(box ? boundsOf(box) : this.whole, { animate: false });
  }

  closer = (): void => void this.map.zoomIn();
  farther = (): void => void this.map.zoomOut();

  /** Draws the box that the list is limited to. */
  drawLimit(box: Box | null): void {
    this.limit.clearLayers();
    if (box)
      L.rectangle(boundsOf(box), { className: "limit", interactive: false }).addTo(this.limit);
  }

  setPoints(points: readonly Point[]): void {
    this.clusters.load(
      points.map((incident) => {
        const { lat, lon } = incident.position;
        const geometry = { type: "Point" as const, coordinates: [lon, lat] };
        return { type: "Feature" as const, geometry, properties: { incident } };
      }),
    );
    this.draw();
  }

  addTiles({ url, attribution }: MapTiles): void {
    if (!url) return;
    const layer = L.tileLayer(url, { maxZoom: CLOSEST, attribution });
    layer.once("tileerror", () => this.acts.tilesFailed());
    layer.addTo(this.map);
    const thanks = L.control.attribution({ prefix: false }).addTo(this.map);
    // The operator's words are words, not markup.
    const text = document.createElement("span");
    text.textContent = attribution;
    thanks.addAttribution(text.innerHTML);
  }

  remove(): void {
    this.map.remove();
  }

  private draw(): void {
    const { west, south, east, north } = this.window;
    this.marks.clearLayers();
    for (const one of this.clusters.getClusters([west, south, east, north], this.map.getZoom())) {
      const [lon, lat] = one.geometry.coordinates as [number, number];
      const mark =
        "cluster" in one.properties
          ? this.clusterAt([lat, lon], one.properties)
          : this.markAt(one.properties.incident);
      this.marks.addLayer(mark);
    }
  }

  private clusterAt(at: L.LatLngTuple, { cluster_id, point_count }: ClusterProperties): L.Marker {
    const mark = clusterMark(at, point_count, this.acts.clusterName(point_count));
    return mark.on("click", () => {
      const zoom = Math.min(CLOSEST, this.clusters.getClusterExpansionZoom(cluster_id));
      this.map.setView(at, zoom);
    });
  }

  private markAt(incident: Point): L.Marker {
    const { lat, lon } = incident.position;
    const mark = incidentMark([lat, lon], incident.status, this.acts.name(incident));
    return mark.on("click", () => this.acts.open(incident.id));
  }
}

function boundsOf({ west, south, east, north }: Box): L.LatLngBounds {
  return L.latLngBounds([south, west], [north, east]);
}

/** The areas with their names, nothing when there are none. */
function areasLayer(areas: unknown): L.GeoJSON | null {
  const collection = areas as { features?: unknown[] } | undefined;
  if (!collection?.features?.length) return null;
  const named = collection.features.length <= MOST_NAMES;
  return L.geoJSON(areas as Parameters<typeof L.geoJSON>[0], {
    style: () => ({ className: "area" }),
    onEachFeature(feature, layer) {
      const name = document.createElement("span");
      name.textContent = String(feature.properties?.name ?? "");
      const centred = { permanent: true, direction: "center" as const, pane: NAMES };
      layer.bindTooltip(name, { className: "area-name", ...(named ? centred : {}) });
    },
  });
}
