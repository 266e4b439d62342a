/** How the municipality's people sign in, as a register of one row: a provider, if there is one, and second factors. */
import type { Row } from "./calls";
import { choice, choices, needed, rows, yes } from "./field-kinds";
import type { Field, Values } from "./fields";
import type { Danger } from "./danger";
import type { Register } from "./registers";

const ofProvider = (field: Field): Field => ({ ...field, when: "uses_provider" });

function read(row: Row): Row {
  const provider = row.provider as Row | null;
  if (!provider) return { ...row, uses_provider: false, provider: { groups_claim: "groups" } };
  const domains = (provider.domains as string[]).map((domain) => ({ domain }));
  return { ...row, uses_provider: true, provider: { ...provider, domains } };
}

function tidy({ uses_provider, ...body }: Row): Row {
  if (!uses_provider) return { ...body, provider: null };
  const provider = body.provider as Row;
  const domains = (provider.domains as Row[]).map(({ domain }) => domain);
  return { ...body, provider: { ...provider, domains } };
}

function danger(before: Values, after: Values): Danger | null {
  const isOther = before["provider.issuer"] !== after["provider.issuer"];
  if (before.uses_provider && (!after.uses_provider || isOther)) return "provider";
  const kept = after.second_factor_roles as string[];
  const freed = (before.second_factor_roles as string[]).filter((role) => !kept.includes(role));
  return freed.length ? "factors" : null;
}

export const signInSettings: Register = {
  path: "sign-in-settings",
  permission: "settings.write",
  single: true,
  columns: [],
  fields: [
    choices("second_factor_roles", "roles"),
    yes("uses_provider"),
    ...[
      needed("provider.label"),
      needed("provider.issuer"),
      needed("provider.client_id"),
      { name: "provider.client_secret", kind: "secret" } as const,
      rows("provider.domains", needed("domain")),
      needed("provider.groups_claim"),
      rows("provider.roles", needed("group"), choice("role", "roles", { needed: true })),
      {
        name: "provider.organisation_id",
        kind: "reference",
        of: "organisations",
        nullable: true,
      } as const,
    ].map(ofProvider),
  ],
  read,
  tidy,
  danger,
};
