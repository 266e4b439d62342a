/** The way to a municipality's provider and back, as far as the app's addresses go. */
import type { SessionRead } from "../api/shapes";
import { address, go } from "../ui/location.svelte";
import { startPage } from "./roles";

const TOLD = "sign-in";
const PROVIDER = "/api/v1/session/provider";

/** What the way back says in the address, once: it is taken out there. Null: nobody comes from there. */
export function takeArrival(): string | null {
  const url = new URL(window.location.href);
  const told = url.searchParams.get(TOLD);
  if (told === null) return null;
  url.searchParams.delete(TOLD);
  go(url.pathname + url.search + url.hash, "replace");
  return told;
}

/** After a sign-in the field app's first page gives way to the role's own; a deep link is kept. */
export function startAt(roles: readonly string[]): void {
  const { path, hash } = address();
  if (path === "/" && (hash === "" || hash === "sign-in")) go(startPage(roles), "replace");
}

/** Where a domain's provider is reached; it leads back to the screen that is open. */
export function providerAddress(domain: string, back: string, fresh: boolean): string {
  return `${PROVIDER}?${new URLSearchParams({ domain, back, ...(fresh && { fresh: "true" }) })}`;
}

/** Ends the session at the provider too, or the next person would be taken for this one. */
export function leaveProvider({ person }: SessionRead): void {
  const domain = person.username.split("@").at(-1)!;
  window.location.assign(`${PROVIDER}/leave?${new URLSearchParams({ domain })}`);
}
