/** What the webhooks' pages ask of the server. */
import { answerOf } from "../../api/answer";
import { client } from "../../api/client";
import type { components } from "../../api/schema";

type Schemas = components["schemas"];
export type Webhook = Schemas["WebhookRead"];
export type WebhookPut = Schemas["WebhookPut"];
export type Delivery = Schemas["DeliveryRead"];
export type Replay = Schemas["Replay"];

export const listWebhooks = (cursor?: string) =>
  answerOf(
    client.GET("/api/v1/webhooks", { params: { query: { limit: 50, ...(cursor && { cursor }) } } }),
  );

export const readWebhook = (id: string) =>
  answerOf(client.GET("/api/v1/webhooks/{id}", { params: { path: { id } } }));

/** Adds one (`version` 0), or changes the version that was read. */
export function putWebhook(id: string, body: WebhookPut, version: number) {
  const header = version === 0 ? { "If-None-Match": "*" } : { "If-Match": `"${version}"` };
  return answerOf(client.PUT("/api/v1/webhooks/{id}", { params: { path: { id }, header }, body }));
}

/** A new secret, or one that waits for a second person; the former one counts for `overlap_h` more. */
export function rotateSecret(id: string, body: Schemas["SecretRotation"], version: number) {
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  return answerOf(client.POST("/api/v1/webhooks/{id}/secret", { params, body }));
}

export function listDeliveries(id: string, state: Delivery["state"] | "", cursor?: string) {
  const query = { limit: 50, ...(state && { state }), ...(cursor && { cursor }) };
  return answerOf(
    client.GET("/api/v1/webhooks/{id}/deliveries", { params: { path: { id }, query } }),
  );
}

export const replay = (id: string, body: Replay) =>
  answerOf(client.POST("/api/v1/webhooks/{id}/replays", { params: { path: { id } }, body }));
