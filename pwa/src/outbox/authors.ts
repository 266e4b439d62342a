/** Each author's entries go with that author's credential; a refused one parks that author's entries only. */
import type { Author, Entry } from "./entry";
import { freed, parked } from "./life";
import type { Credential, Credentials, OutboxStore, PersonKey } from "./ports";

export type CredentialOf = (author: Author) => Credential | null;

/** Looks every author up once. */
export async function lookUp(
  entries: readonly Entry[],
  credentials: Credentials,
): Promise<CredentialOf> {
  const found = new Map<string, Credential | null>();
  for (const { author } of entries) {
    if (!found.has(keyOf(author))) found.set(keyOf(author), await credentials(author));
  }
  return (author) => found.get(keyOf(author)) ?? null;
}

/**
 * Parks what cannot go, frees what can again and returns the rest. One refusal speaks for all entries of
 * that author with that credential, so two hundred reports do not make two hundred refused calls.
 */
export async function sortByCredential(
  entries: readonly Entry[],
  credentialOf: CredentialOf,
  store: OutboxStore,
): Promise<Entry[]> {
  const refused = refusedMarks(entries);
  const usable: Entry[] = [];
  for (const entry of entries) {
    const credential = credentialOf(entry.author);
    const mark = credential?.mark ?? "";
    const blocked = credential === null || refused.has(`${keyOf(entry.author)} ${mark}`);
    if (entry.urgent && credential !== null) usable.push(entry);
    else if (entry.state === "needs_attention") usable.push(entry);
    else if (blocked) await park(entry, mark, store);
    else if (entry.state === "waiting_for_login") usable.push(await free(entry, store));
    else usable.push(entry);
  }
  return usable;
}

/** `needs_attention` entries stay in the list for the sake of their photos; the schedule never sends them. */
async function park(entry: Entry, mark: string, store: OutboxStore): Promise<void> {
  const already = entry.state === "waiting_for_login" && entry.refusedCredential === mark;
  if (already && !entry.urgent) return;
  await store.update(entry.id, (now) => parked(now, mark));
}

async function free(entry: Entry, store: OutboxStore): Promise<Entry> {
  return (await store.update(entry.id, freed)) ?? freed(entry);
}

/** A credential thought refused was taken after all (a person pressed *Skicka nu*): its other entries go too. */
export async function freeAuthor(author: Author, mark: string, store: OutboxStore): Promise<void> {
  for (const entry of await store.list(["waiting_for_login"])) {
    const same = keyOf(entry.author) === keyOf(author) && entry.refusedCredential === mark;
    if (same) await store.update(entry.id, freed);
  }
}

function refusedMarks(entries: readonly Entry[]): Set<string> {
  const parkedOnes = entries.filter((one) => one.state === "waiting_for_login");
  return new Set(parkedOnes.map((one) => `${keyOf(one.author)} ${one.refusedCredential ?? ""}`));
}

/** One person in one municipality, as a map key. */
export function keyOf(author: PersonKey): string {
  return `${author.municipalityId} ${author.personId}`;
}
