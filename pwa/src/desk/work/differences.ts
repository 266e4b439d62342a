/** Two bodies of the same fact side by side, field by field. */

export interface Row {
  field: string;
  sent: string;
  standing: string;
  differs: boolean;
}

/** What is ours and not the sender's begins so. */
const OWN = "_";

export interface Wording {
  fields: Record<string, string>;
  nothing: string;
  category: (slug: string) => string;
  moment: (at: string) => string;
}

function shown(field: string, value: unknown, say: Wording): string {
  if (value === undefined || value === null || value === "") return say.nothing;
  if (typeof value !== "string") return JSON.stringify(value);
  if (field === "category") return say.category(value);
  return field.endsWith("_at") && !isNaN(Date.parse(value)) ? say.moment(value) : value;
}

/** Every field of either body, those that differ first; without a standing body nothing differs. */
export function rowsOf(
  sent: Record<string, unknown>,
  standing: Record<string, unknown> | null,
  say: Wording,
): Row[] {
  const fields = new Set([...Object.keys(sent), ...Object.keys(standing ?? {})]);
  const rows = [...fields]
    .filter((field) => !field.startsWith(OWN))
    .map((field) => {
      const [one, other] = [sent[field], standing?.[field]];
      return {
        field: say.fields[field] ?? field,
        sent: shown(field, one, say),
        standing: shown(field, other, say),
        differs: standing !== null && JSON.stringify(one) !== JSON.stringify(other),
      };
    });
  return rows.sort((a, b) => Number(b.differs) - Number(a.differs));
}
