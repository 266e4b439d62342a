/** What the fetched parts of signing in ask of the server. */
import { answerOf, type Answer } from "./answer";
import { client } from "./client";
import type { components } from "./schema";
import type { SessionRead } from "./shapes";

type Asked<T> = Promise<Answer<T>>;
type Schemas = components["schemas"];

export type Factors = Schemas["FactorsShown"];
export type Factor = Schemas["FactorShown"];
export type TotpQuestion = Schemas["TotpQuestion"];
export type PasskeyQuestion = Schemas["PasskeyQuestion"];
export type FactorAdd = Schemas["TotpAdd"] | Schemas["PasskeyAdd"];
/** A PublicKeyCredential as JSON. */
export type Credential = Schemas["PasskeyStep"]["credential"];

export const readMethods = (domain: string): Asked<Schemas["SignInMethods"]> =>
  answerOf(client.GET("/api/v1/sign-in-methods", { params: { query: { domain } } }));

/** The second step: a code of the app, or a recovery code. */
export function signInByCode(ticket: string, code: string): Asked<SessionRead> {
  const body = { ticket, code, cookie: true };
  return answerOf(client.POST("/api/v1/session/code", { body })) as Asked<SessionRead>;
}

export const askForPasskey = (): Asked<PasskeyQuestion> =>
  answerOf(client.POST("/api/v1/session/passkey-question"));

export function signInByPasskey(ticket: string, credential: Credential): Asked<SessionRead> {
  const body = { ticket, credential, cookie: true };
  return answerOf(client.POST("/api/v1/session/passkey", { body })) as Asked<SessionRead>;
}

export const confirmPassword = (password: string) =>
  answerOf(client.POST("/api/v1/session/confirm", { body: { password } }));

export const endAllSessions = () => answerOf(client.DELETE("/api/v1/sessions"));

export const readFactors = (): Asked<Factors> => answerOf(client.GET("/api/v1/second-factors"));

export const beginTotp = (): Asked<TotpQuestion> =>
  answerOf(client.POST("/api/v1/second-factors/totp"));

export const beginPasskey = (): Asked<PasskeyQuestion> =>
  answerOf(client.POST("/api/v1/second-factors/passkey"));

export const addFactor = (body: FactorAdd): Asked<Schemas["FactorAdded"]> =>
  answerOf(client.POST("/api/v1/second-factors", { body }));

export function renameFactor(id: string, name: string) {
  const params = { path: { id } };
  return answerOf(client.POST("/api/v1/second-factors/{id}/name", { params, body: { name } }));
}

export const removeFactor = (id: string) =>
  answerOf(client.DELETE("/api/v1/second-factors/{id}", { params: { path: { id } } }));

export const renewCodes = (): Asked<Schemas["RecoveryCodes"]> =>
  answerOf(client.POST("/api/v1/second-factors/recovery-codes"));
