/** What the screens ask of the server, one function each; the answers in the screens' own shapes. */
import { answerOf, type Answer } from "./answer";
import { client, inTime } from "./client";
import type { components, paths } from "./schema";
import type {
  FeaturePage,
  IncidentPage,
  IncidentRead,
  MapTiles,
  SavedView,
  SecondStep,
  SessionRead,
  SimilarIncident,
  WorkWaiting,
} from "./shapes";

type Asked<T> = Promise<Answer<T>>;

export type IncidentQuery = NonNullable<paths["/api/v1/incidents"]["get"]["parameters"]["query"]>;

/** The session of the browser's cookie. */
export const readSession = () => answerOf(client.GET("/api/v1/session")) as Asked<SessionRead>;

/** Signs in with a cookie; a browser the person is new in is asked for a second step. */
export function signIn(username: string, password: string): Asked<SessionRead | SecondStep> {
  const body = { username: username.trim(), password, cookie: true };
  return answerOf(client.POST("/api/v1/session", { body })) as Asked<SessionRead | SecondStep>;
}

/** Ends the session of the browser's cookie, whatever token the page holds. */
export const endCookie = () => answerOf(client.DELETE("/api/v1/session", { fetch: inTime }));

/** The session's second token, for a phone that keeps it under a PIN. */
export const copySession = () =>
  answerOf(client.POST("/api/v1/session/token")) as Asked<SessionRead & { token: string }>;

/** Makes a device of this phone known for whoever is signed in. */
export function putDevice(id: string, body: components["schemas"]["DevicePut"]) {
  return answerOf(client.PUT("/api/v1/devices/{id}", { params: { path: { id } }, body }));
}

/** A page of incidents, newest first. */
export function listIncidents(query: IncidentQuery): Asked<IncidentPage> {
  const answer = answerOf(client.GET("/api/v1/incidents", { params: { query } }));
  return answer as Asked<IncidentPage>;
}

/** A page of incidents for a map, as GeoJSON features. */
export function listFeatures(query: IncidentQuery): Asked<FeaturePage> {
  const headers = { Accept: "application/geo+json" };
  const answer = answerOf(client.GET("/api/v1/incidents", { params: { query }, headers }));
  return answer as unknown as Asked<FeaturePage>;
}

/** Where the background of maps is, if anywhere. */
export const readMapTiles = () => answerOf(client.GET("/api/v1/map-tiles")) as Asked<MapTiles>;

type SimilarQuery = paths["/api/v1/incidents/similar"]["get"]["parameters"]["query"];

/** Incidents that may be the same thing, nearest first. */
export function listSimilar(query: SimilarQuery): Asked<{ items: SimilarIncident[] }> {
  const answer = answerOf(client.GET("/api/v1/incidents/similar", { params: { query } }));
  return answer as Asked<{ items: SimilarIncident[] }>;
}

/** One incident with its entries. */
export function readIncident(id: string): Asked<IncidentRead> {
  const params = { path: { id } };
  return answerOf(client.GET("/api/v1/incidents/{id}", { params })) as Asked<IncidentRead>;
}

/** The person's own saved selections. */
export function listViews(): Asked<{ items: SavedView[] }> {
  return answerOf(client.GET("/api/v1/views", { params: { query: { limit: 200 } } })) as Asked<{
    items: SavedView[];
  }>;
}

/** Saves a selection: a new one without a version, else over the version that was read. */
export function putView(id: string, body: { name: string; query: string }, version: number | null) {
  const header = version === null ? { "If-None-Match": "*" } : { "If-Match": `"${version}"` };
  return answerOf(client.PUT("/api/v1/views/{id}", { params: { path: { id }, header }, body }));
}

export function deleteView(id: string, version: number) {
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  return answerOf(client.DELETE("/api/v1/views/{id}", { params }));
}

/** Organisations by name. */
export function listOrganisations(): Asked<{ items: { id: string; name: string }[] }> {
  const params = { query: { limit: 200 } };
  return answerOf(client.GET("/api/v1/organisations", { params })) as Asked<{
    items: { id: string; name: string }[];
  }>;
}

/** What waits for somebody to see to it. */
export function readWorkWaiting(): Asked<WorkWaiting> {
  return answerOf(client.GET("/api/v1/situation/waiting")) as Asked<WorkWaiting>;
}
