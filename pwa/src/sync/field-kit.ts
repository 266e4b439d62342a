/** Keeps the field kit current: asked for with its ETag, taken only when it is really ours. */
import { credentialHeaders } from "../api/carrier";
import { afterContact, isObject, parsed, type Clock } from "../outbox";
import type { Owner, PhoneStore } from "../storage/types";

const PATIENCE_MS = 20_000;

/** True when the stored kit is known to be current. Never throws: an old kit is better than none. */
export async function refreshFieldKit(
  owner: Owner,
  baseUrl: string,
  store: PhoneStore,
  clock: Clock,
): Promise<boolean> {
  try {
    const stored = await store.kit(owner);
    const response = await askForKit(baseUrl, stored?.etag ?? null);
    const checkedAt = clock.now();
    if (response.status === 304 && stored) {
      await store.putKit({ ...stored, checkedAt });
    } else {
      const kit = await readKit(response, owner);
      if (kit === null) return false;
      await store.putKit({ owner, kit, checkedAt, etag: response.headers.get("etag") });
    }
    await store.updateHealth((health) => afterContact(health, checkedAt, null));
    return true;
  } catch {
    return false;
  }
}

function askForKit(baseUrl: string, etag: string | null): Promise<Response> {
  return fetch(`${baseUrl}/field-kit`, {
    headers: { ...credentialHeaders(), ...(etag ? { "If-None-Match": etag } : {}) },
    credentials: "same-origin",
    // The browser's own cache would answer 200 for our 304 and keep a second copy.
    cache: "no-store",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** The kit, or null for a login page or another municipality's. */
async function readKit(response: Response, owner: Owner): Promise<unknown> {
  if (response.status !== 200) return null;
  const kit = parsed(await response.text());
  const municipality = isObject(kit) ? kit["municipality"] : null;
  return isObject(municipality) && municipality["id"] === owner.municipalityId ? kit : null;
}
