/** What a list is narrowed to by its address, beside the words that are searched. */
import { words } from "../i18n/language.svelte";
import { live } from "../live.svelte";
import { fieldName, wordOf } from "./wording";

interface Narrowing {
  key: string;
  text: string;
}

const SAYS: Record<string, (value: string) => string> = {
  role: (value) => `${fieldName("role")}: ${wordOf(words().roles, value)}`,
  site: (value) => {
    const site = live.kit?.sites.find(({ id }) => id === value)?.name;
    return `${fieldName("site_id")}: ${site ?? value}`;
  },
};

/** One for each that can be taken away. */
export function narrowings(query: URLSearchParams): Narrowing[] {
  return Object.entries(SAYS).flatMap(([key, say]) => {
    const value = query.get(key);
    return value ? [{ key, text: say(value) }] : [];
  });
}

/** The list's address without one of them. */
export function without(path: string, query: URLSearchParams, key: string): string {
  const wanted = new URLSearchParams(query);
  for (const name of [key, `${key}_id`]) wanted.delete(name);
  return `/admin/${path}${wanted.size ? `?${wanted}` : ""}`;
}
