/** The button of a municipality's provider: which one, and the way there. */
import { readMethods } from "../api/access";
import { live } from "../live.svelte";
import { address } from "../ui/location.svelte";
import { providerAddress } from "./arrival";

/** The domain of a username that is written to its end; "" while there is none. */
export function domainOf(username: string): string {
  const domain = username.trim().toLowerCase().split("@")[1] ?? "";
  return /^[^.]+(\.[^.]+)*\.[^.]{2,}$/.test(domain) ? domain : "";
}

export class ProviderButton {
  found: { label: string; domain: string } | null = $state.raw(null);
  private asked: string | null = null;

  /** Asks once for each domain; without network the button that stands is kept. */
  async look(username: string): Promise<void> {
    const domain = domainOf(username);
    if (domain === this.asked) return;
    this.asked = domain;
    const answer = await readMethods(domain);
    if (this.asked !== domain) return;
    if (answer.ok) this.found = answer.value.provider;
    else this.asked = null;
  }
}

/** Leaves for the provider; the screen that is open, drafts and queue are here when it comes back. */
export async function goToProvider(domain: string): Promise<void> {
  const { path, query, hash } = address();
  const search = query.size ? `?${query}` : "";
  const fresh = await live.session.wasLeft();
  const back = path + search + (hash && hash !== "sign-in" ? `#${hash}` : "");
  window.location.assign(providerAddress(domain, back, fresh));
}
