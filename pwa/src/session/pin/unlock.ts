/** A session under the person's PIN: sealed in the store, open only in this page's memory. */
import { answerOf, type Answer } from "../../api/answer";
import { copySession } from "../../api/calls";
import { client } from "../../api/client";
import type { SessionRead } from "../../api/shapes";
import type { Owner, SettingStore } from "../../storage/types";
import {
  changeKeyholders,
  isSame,
  ownerOf,
  removeKeyholder,
  type Keeping,
  type Keyholder,
} from "../keyholders";
import type { Session } from "../session.svelte";
import { atMostNow, MOST_FAILURES, refusalOf, withFailure, type Refusal } from "./rules";
import { keyOf, newStretching, seal, unseal, type Stretching } from "./vault";

interface Content {
  session: SessionRead;
  token: string;
}

export type Unlocking =
  | { ok: true }
  | Refusal
  | { ok: false; why: "wrong"; left: number }
  /** No PIN of this person is on the phone (any more). */
  | { ok: false; why: "gone" };

const aboutOf = ({ municipalityId, personId }: Owner) => `${municipalityId}/${personId}`;

/** Keeps what the server says of an open session sealed under the PIN's key. */
class UnderPin implements Keeping {
  constructor(
    private readonly store: SettingStore,
    private readonly owner: Owner,
    private readonly key: CryptoKey,
    private readonly stretching: Stretching,
    private readonly token: string,
  ) {}

  async keep(session: SessionRead): Promise<void> {
    const holder = await this.sealed(session);
    await changeKeyholders(this.store, (all) =>
      all.map((one) => (isSame(one, this.owner) ? { ...one, ...holder } : one)),
    );
  }

  async put(session: SessionRead): Promise<void> {
    const holder = { ...(await this.sealed(session)), failures: 0, failedAt: 0 };
    await changeKeyholders(this.store, (all) => [
      ...all.filter((one) => !isSame(one, this.owner)),
      holder,
    ]);
  }

  async end(): Promise<void> {
    await removeKeyholder(this.store, this.owner);
    const headers = { Authorization: `Bearer ${this.token}` };
    void answerOf(client.DELETE("/api/v1/session", { headers }));
  }

  private async sealed(session: SessionRead): Promise<Omit<Keyholder, "failures" | "failedAt">> {
    const content: Content = { session, token: this.token };
    const sealed = await seal(content, this.key, this.stretching, aboutOf(this.owner));
    const { name, roles } = session.person;
    return { ...this.owner, name, roles, until: Date.parse(session.expires_at), sealed };
  }
}

/** Opens the phone for a person by PIN. Needs no network. Throws when the store cannot be written. */
export async function unlock(
  session: Session,
  store: SettingStore,
  owner: Owner,
  pin: string,
): Promise<Unlocking> {
  const tried = await countTry(store, owner, Date.now());
  if (!("sealed" in tried)) return tried;
  const key = await keyOf(pin, tried.sealed);
  const content = await unseal<Content>(tried.sealed, key, aboutOf(owner));
  if (!content) return wrong(store, tried);
  await changeKeyholders(store, (all) =>
    all.map((one) => (isSame(one, owner) ? { ...one, failures: 0 } : one)),
  );
  const keeping = new UnderPin(store, owner, key, tried.sealed, content.token);
  await session.open(keeping, content.session, content.token);
  return { ok: true };
}

/** Puts the signed-in person's session under a PIN. Asks the server for a token that this page may hold. */
export async function setPin(
  session: Session,
  store: SettingStore,
  pin: string,
): Promise<Answer<unknown>> {
  const answer = await copySession();
  if (!answer.ok) return answer;
  const { token, ...shown } = answer.value;
  await session.putUnderPin(await sealUnder(pin, store, shown, token), shown, token);
  return answer;
}

/** Makes the person a keyholder with this PIN. Throws when the store cannot be written. */
export async function sealUnder(
  pin: string,
  store: SettingStore,
  session: SessionRead,
  token: string,
): Promise<Keeping> {
  const stretching = newStretching();
  const key = await keyOf(pin, stretching);
  const keeping = new UnderPin(store, ownerOf(session), key, stretching, token);
  await keeping.put(session);
  return keeping;
}

async function countTry(
  store: SettingStore,
  owner: Owner,
  now: number,
): Promise<Keyholder | Exclude<Unlocking, { ok: true }>> {
  let outcome: Keyholder | Refusal | null = null;
  await changeKeyholders(store, (all) =>
    all.map((one) => {
      if (!isSame(one, owner)) return one;
      const holder = atMostNow(one, now);
      const refusal = refusalOf(holder, now);
      const after = refusal ? holder : withFailure(holder, now);
      outcome = refusal ?? after;
      return after;
    }),
  );
  return outcome ?? { ok: false, why: "gone" };
}

async function wrong(store: SettingStore, { failures, ...owner }: Keyholder): Promise<Unlocking> {
  const left = MOST_FAILURES - failures;
  if (left > 0) return { ok: false, why: "wrong", left };
  await removeKeyholder(store, owner);
  return { ok: false, why: "gone" };
}
