/** Who may open this phone by PIN, as it lies in the store: names to choose from, and each one's sealed session. */
import type { SessionRead } from "../api/shapes";
import type { Owner, SettingStore } from "../storage/types";
import type { Sealed } from "./pin/vault";

export interface Keyholder extends Owner {
  name: string;
  roles: readonly string[];
  /** Device ms: 72 h after the server last knew the session. Later only a sign-in opens (P-D6). */
  until: number;
  /** The session and its token. */
  sealed: Sealed;
  /** Wrong PINs in a row, and when the last one was given (device ms). */
  failures: number;
  failedAt: number;
}

/** Where a session's token lies when it is not in the browser's cookie. */
export interface Keeping {
  /** The server told anew who is signed in, and for how long. */
  keep(session: SessionRead): Promise<void>;
  /** Ends the session here, and on the server if it can be reached; the PIN opens nothing any more. */
  end(): Promise<void>;
}

const KEY = "keyholders";

export const ownerOf = ({ municipality, person }: SessionRead): Owner => ({
  municipalityId: municipality.id,
  personId: person.id,
});

export const isSame = (one: Owner, other: Owner) =>
  one.personId === other.personId && one.municipalityId === other.municipalityId;

/** Everybody with a PIN on this phone. A phone that cannot store has none. */
export async function readKeyholders(store: SettingStore): Promise<Keyholder[]> {
  return (await store.setting<Keyholder[]>(KEY).catch(() => undefined)) ?? [];
}

/** Changes the list in one transaction. */
export function changeKeyholders(
  store: SettingStore,
  change: (all: Keyholder[]) => Keyholder[],
): Promise<Keyholder[]> {
  return store.changeSetting<Keyholder[]>(KEY, (all) => change(all ?? []));
}

/** The person's PIN opens nothing any more. Reports, drafts and the append credential stay. */
export async function removeKeyholder(store: SettingStore, owner: Owner): Promise<void> {
  await changeKeyholders(store, (all) => all.filter((one) => !isSame(one, owner)));
}
