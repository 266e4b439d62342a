/** The letter of an incident's last hand-over, as the detail tells it. */
import type { components } from "../../api/schema";
import type { IncidentRead } from "../../api/shapes";
import type { WorkWords } from "../../i18n/work";

type Schemas = components["schemas"];
export type Delivery = Schemas["DeliveryShown"];

export interface LetterState {
  delivery: Delivery;
  link: Schemas["LinkShown"];
}

/** The last one that was sent by letter, or none. */
export function letterOf(incident: IncidentRead): LetterState | undefined {
  const entry = incident.entries?.findLast(({ reply_link }) => reply_link);
  if (!entry?.["delivery"]) return undefined;
  return {
    delivery: entry["delivery"] as Delivery,
    link: entry["reply_link"] as LetterState["link"],
  };
}

/** "Brevet: Kom inte fram (adressen finns inte)", "Brevet: Väntar på att skickas (3 försök)". */
export function letterText(delivery: Delivery, { handOver: say }: WorkWords): string {
  const results: Record<string, string> = say.results;
  const why = delivery.result && (results[delivery.result] ?? "");
  const tries =
    delivery.state === "waiting" && delivery.attempts ? say.tries(delivery.attempts) : "";
  const more = [why, tries].filter(Boolean).join(", ");
  return `${say.letter}: ${say.states[delivery.state]}${more ? ` (${more})` : ""}`;
}
