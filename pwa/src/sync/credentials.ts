/** Each author's append credential, as the server wants it: `lj1.<municipality>.<secret>` (DESIGN 9). */
import type { Credential, Credentials } from "../outbox";
import type { CredentialStore, StoredCredential } from "../storage/types";

export function bearerOf({ municipalityId, secret }: StoredCredential): string {
  return `lj1.${municipalityId}.${secret}`;
}

/** The port: looks in the store each time, so that any tab's enrolment counts at once. */
export function storedCredentials(store: CredentialStore): Credentials {
  return async (author): Promise<Credential | null> => {
    const stored = await store.credential(author);
    if (!stored) return null;
    return { bearer: bearerOf(stored), mark: `${stored.deviceId}:${stored.revision}` };
  };
}
