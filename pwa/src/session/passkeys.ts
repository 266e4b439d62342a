/** Passkeys of the browser (WebAuthn), in the JSON that the server speaks. */
import {
  askForPasskey,
  signInByPasskey,
  type Credential,
  type PasskeyQuestion,
} from "../api/access";
import type { Answer } from "../api/answer";
import type { SessionRead } from "../api/shapes";

/** Whether this browser has passkeys, and speaks of them in JSON. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential !== "undefined" &&
  "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Signs in by a passkey the person chooses; null when they choose none. */
export async function showPasskey(): Promise<Answer<SessionRead> | null> {
  const asked = await askForPasskey();
  if (!asked.ok) return asked;
  const options = asked.value.options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey }).catch(() => null);
  return credential ? signInByPasskey(asked.value.ticket, asJson(credential)) : null;
}

/** Makes a passkey for a question of the server's; null when the person or the browser makes none. */
export async function makePasskey(question: PasskeyQuestion): Promise<Credential | null> {
  const options = question.options as unknown as PublicKeyCredentialCreationOptionsJSON;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey }).catch(() => null);
  return credential && asJson(credential);
}

const asJson = (credential: globalThis.Credential) =>
  (credential as PublicKeyCredential).toJSON() as Credential;
