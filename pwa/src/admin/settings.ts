/** The municipality's settings as a register of one row. */
import { newId } from "../session/ids";
import type { Row } from "./calls";
import { choice, choices, needed, rows, text } from "./field-kinds";
import type { Register } from "./registers";

/** Without opening hours there is no night button; a new receiver gets its id here. */
function tidySettings(body: Row): Row {
  const hours = body.hours as { night_button: Row };
  if (!hours.night_button.from && !hours.night_button.to) body.hours = { night_button: null };
  else hours.night_button.days = (hours.night_button.days as unknown[]).map(Number);
  body.receivers = (body.receivers as Row[]).map((one) => ({ ...one, id: one.id || newId() }));
  return body;
}

export const settings: Register = {
  path: "settings",
  permission: "settings.write",
  single: true,
  columns: [],
  fields: [
    text("duty_phone", { nullable: true }),
    rows(
      "numbers",
      choice("kind", "numbers"),
      needed("name.sv"),
      needed("name.en"),
      needed("number"),
    ),
    text("hours.night_button.from"),
    text("hours.night_button.to"),
    choices("hours.night_button.days", "days"),
    choice("cadence", "cadence", { nullable: true }),
    rows("receivers", text("id"), needed("name"), needed("email")),
  ],
  tidy: tidySettings,
};
