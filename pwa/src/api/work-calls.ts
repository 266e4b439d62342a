/** What the desk's work asks of the server, one function each. */
import { answerOf, type Answer } from "./answer";
import { client } from "./client";
import type { components } from "./schema";
import type { IncidentRead } from "./shapes";

type Schemas = components["schemas"];
type Asked<T> = Promise<Answer<T>>;

export type Choices = Schemas["Choices"];
export type Similar = IncidentRead & { distance_m: number };
export type TriageItem = IncidentRead & {
  reasons: Schemas["TriageItem"]["reasons"];
  missing_photos: number;
  similar: Similar[];
};

export interface TriagePage {
  items: TriageItem[];
  next_cursor: string | null;
  waiting: number;
}

export interface HeldFact {
  id: string;
  kind: string;
  reason: string;
  received_at: string;
  receipt_no: string;
  body: Record<string, unknown>;
  standing: Record<string, unknown> | null;
}

export interface HeldPage {
  items: HeldFact[];
  next_cursor: string | null;
  held: number;
}

/** A page of what waits for the desk. */
export function listTriage(query: { cursor?: string; limit?: number }): Asked<TriagePage> {
  return answerOf(client.GET("/api/v1/triage", { params: { query } })) as Asked<TriagePage>;
}

/** Whom an incident may be given to. */
export const listChoices = () => answerOf(client.GET("/api/v1/case-choices")) as Asked<Choices>;

/** What may be the same thing as an incident with a position, nearest first. */
export function listSimilar({
  id,
  category,
  occurred_at,
  position,
}: IncidentRead): Asked<Similar[]> {
  const { lat, lon } = position!;
  const query = { category, lat, lon, occurred_at };
  const asked = client.GET("/api/v1/incidents/similar", { params: { query } });
  const others = asked.then(({ data, ...more }) => ({
    ...more,
    data: data?.items.filter((one) => one.id !== id),
  }));
  return answerOf(others) as Asked<Similar[]>;
}

/** A page of held facts, oldest first. */
export function listHeld(query: { cursor?: string; limit?: number }): Asked<HeldPage> {
  return answerOf(client.GET("/api/v1/quarantine", { params: { query } })) as Asked<HeldPage>;
}

/** Decides about a held fact. */
export function decide(id: string, what: "release" | "reject", reason: string) {
  const said = { params: { path: { id } }, body: { reason } };
  return answerOf(
    what === "release"
      ? client.POST("/api/v1/quarantine/{id}/release", said)
      : client.POST("/api/v1/quarantine/{id}/reject", said),
  );
}

/** Takes back the link that a receiver answers by. */
export function revokeLink(id: string, link: string, reason: string) {
  const params = { path: { id, link } };
  return answerOf(
    client.POST("/api/v1/incidents/{id}/reply-links/{link}/revoke", { params, body: { reason } }),
  );
}
