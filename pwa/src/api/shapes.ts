/** What the server answers, as far as the screens read it; written by hand until openapi.yaml rules. */

export interface LocalName {
  sv: string;
  en: string;
}

export interface Person {
  id: string;
  name: string;
  username: string;
  roles: string[];
  organisation: { id: string; name: string; kind: string } | null;
}

export interface Municipality {
  id: string;
  slug: string;
  name: string;
  time_zone: string;
}

export interface SessionRead {
  person: Person;
  municipality: Municipality;
  permissions: string[];
  expires_at: string;
}

export interface Category {
  slug: string;
  name: LocalName;
  icon: string;
  phrases: LocalName[];
  place_fault: boolean;
  active: boolean;
}

export interface Site {
  id: string;
  name: string;
  kind: string;
  address: string | null;
  lat: number;
  lon: number;
  area_id: string | null;
}

export interface FieldKit {
  made_at: string;
  municipality: Municipality & { demo: boolean };
  duty_phone: string | null;
  tiles: string[];
  categories: Category[];
  sites: Site[];
  numbers: { kind: string; name: LocalName; number: string }[];
}

export interface Position {
  lat: number;
  lon: number;
  accuracy_m?: number | null;
}

export interface Author {
  name?: string | null;
  roles: string[];
  organisation: string | { name: string } | null;
}

export interface IncidentEntry {
  id: string;
  kind: string;
  received_at: string;
  occurred_at?: string | null;
  author: Author | null;
  [field: string]: unknown;
}

export interface IncidentRead {
  id: string;
  category: string;
  occurred_at: string;
  occurred_until: string | null;
  saved_at: string | null;
  received_at: string;
  position: Position | null;
  place: string | null;
  site_id: string | null;
  area_id: string | null;
  setting: string | null;
  note: string | null;
  severity: string | null;
  summoned: string[];
  status: string;
  source: string;
  author: Author | null;
  fixed_at: string | null;
  replaces: string | null;
  replaced_by: string | null;
  attachments: { id: string; media_type: string; stored: boolean }[];
  receipt_no: string | null;
  flags: string[];
  entries?: IncidentEntry[];
}

export interface IncidentPage {
  items: IncidentRead[];
  next_cursor: string | null;
}

interface Json<T> {
  content: { "application/json": T };
}

/** The addresses the screens read, in the form openapi-typescript makes them. */
export interface paths {
  "/session": {
    get: { responses: { 200: Json<SessionRead> } };
    post: {
      requestBody: Json<{ username: string; password: string; cookie: boolean }>;
      responses: { 201: Json<SessionRead> };
    };
    delete: { responses: { 204: { content?: never } } };
  };
  "/devices/{id}": {
    put: {
      parameters: { path: { id: string } };
      requestBody: Json<{ phone_id: string; secret: string; label: string; app_version: string }>;
      responses: { 200: Json<{ id: string }>; 201: Json<{ id: string }> };
    };
  };
  "/field-kit": {
    get: {
      parameters: { header?: { "If-None-Match"?: string } };
      responses: { 200: Json<FieldKit> };
    };
  };
  "/incidents": {
    get: {
      parameters: {
        query?: {
          limit?: number;
          cursor?: string;
          category?: string;
          status?: string;
          source?: string;
          occurred_from?: string;
          occurred_to?: string;
        };
      };
      responses: { 200: Json<IncidentPage> };
    };
  };
  "/incidents/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: Json<IncidentRead> };
    };
  };
}
