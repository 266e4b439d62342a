/** What can be chosen in the selection, out of the municipality's registers. */
import { listOrganisations } from "../api/calls";
import type { FieldKit } from "../api/shapes";
import { live } from "../live.svelte";

export type Choice = readonly [value: string, name: string];

interface AreaFeature {
  id?: unknown;
  properties?: { name?: unknown } | null;
}

/** Whether the whole selection has room above the list; on a low or narrow screen the list comes first. */
export const hasRoom = () => matchMedia("(min-width: 48rem) and (min-height: 56rem)").matches;

/** Areas by name. */
export function areaChoices(kit: FieldKit | null): Choice[] {
  const features = (kit?.areas.features ?? []) as AreaFeature[];
  return features.map(({ id, properties }) => [String(id), String(properties?.name ?? "")]);
}

/** Sites by name, those of the chosen area when one is chosen. */
export function siteChoices(kit: FieldKit | null, area: string): Choice[] {
  const sites = (kit?.sites ?? []).filter((site) => !area || site.area_id === area);
  return sites.map(({ id, name }) => [id, name]);
}

/** Organisations by name; none when they cannot be had, which only takes this one choice away. */
export async function organisationChoices(): Promise<Choice[]> {
  const answer = live.heard(await listOrganisations());
  return answer.ok ? answer.value.items.map(({ id, name }) => [id, name]) : [];
}
