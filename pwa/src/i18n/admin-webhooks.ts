/** Words of the webhooks' pages, which are fetched when somebody opens them. */
import { preferences } from "../ui/preferences.svelte";
import { adminWebhooksEn } from "./admin-webhooks-en";
import { adminWebhooksSv, type AdminWebhooksWords } from "./admin-webhooks-sv";

export type { AdminWebhooksWords };

/** The catalogue in the chosen language. */
export const webhookWords = (): AdminWebhooksWords =>
  preferences.language === "en" ? adminWebhooksEn : adminWebhooksSv;
