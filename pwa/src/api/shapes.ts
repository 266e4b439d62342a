/** The server's answers by the names the screens use; where the contract says "object", what is in it. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export interface LocalName {
  sv: string;
  en: string;
}

export type Person = Schemas["PersonShown"];
export type Municipality = Schemas["MunicipalityShown"];

/** A person's session; an API key's, which has no person, never reaches a screen. */
export type SessionRead = Omit<Schemas["SessionShown"], "person" | "token"> & { person: Person };

export type SecondStep = Schemas["SecondStep"];

export type Category = Omit<Schemas["CategoryShown"], "name" | "phrases"> & {
  name: LocalName;
  phrases: LocalName[];
};

export type Site = Omit<Schemas["SiteShown"], "expected" | "instructions">;

/** What the municipality has decided to erase, and when; kits from before have none. */
export interface RetentionRule {
  what: "positions" | "texts" | "photos";
  after_days: number;
  decision_no: string;
  decided_on: string;
}

type RefinedKit = "categories" | "numbers" | "sites" | "retention";

export type FieldKit = Omit<Schemas["FieldKit"], RefinedKit> & {
  retention?: RetentionRule[];
  categories: Category[];
  sites: Site[];
  numbers: { kind: string; name: LocalName; number: string }[];
};

export interface Position {
  lat: number;
  lon: number;
  accuracy_m?: number | null;
}

export interface Author {
  /** Only colleagues are shown by name. */
  name?: string | null;
  roles: string[];
  organisation: string | null;
  kind?: string;
}

export interface Photo {
  id: string;
  media_type: string;
  stored?: boolean;
}

/** Old and new value of each corrected field. */
export type Changes = Record<string, { old: unknown; new: unknown }>;

export interface IncidentEntry {
  id: string;
  kind: string;
  received_at: string;
  occurred_at: string | null;
  /** By the person's own clock; `occurred_at` is the same by the server's. */
  claimed_at?: string | null;
  saved_at?: string | null;
  source?: string;
  device_id?: string | null;
  receipt_no?: string;
  flags?: string[];
  author: Author | null;
  /** False when the author was not allowed to say it. */
  effective?: boolean;
  changes?: Changes | null;
  [field: string]: unknown;
}

type Refined = "position" | "author" | "attachments";

export type IncidentRead = Omit<Schemas["IncidentRead"], Refined> & {
  position: Position | null;
  author: Author | null;
  attachments?: Photo[];
  /** The report as it was made, and what was said about it since. */
  report?: IncidentEntry;
  entries?: IncidentEntry[];
};

export type SimilarIncident = IncidentRead & { distance_m: number };

export interface IncidentPage {
  items: IncidentRead[];
  next_cursor: string | null;
}

/** RFC 7946; an incident without a place has no geometry. */
export interface FeaturePage {
  features: {
    id: string;
    geometry: { coordinates: [lon: number, lat: number] } | null;
    properties: Omit<IncidentRead, "position">;
  }[];
  next_cursor: string | null;
}

export type SavedView = Schemas["ViewRead"];

export type MapTiles = Schemas["MapTiles"];

export type WorkWaiting = Schemas["WorkWaiting"];
