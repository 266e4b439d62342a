/** Why a second step or another way of signing in did not succeed (UX-X8). */
import type { Trouble } from "../api/answer";
import type { SecurityWords } from "../i18n/security";
import type { Words } from "../i18n/sv";
import { signInText } from "./sign-in-text";

/** Why a code did not let the person in. */
export function codeText(trouble: Trouble, words: Words, security: SecurityWords): string {
  if (trouble.why !== "refused") return signInText(trouble, words);
  if (trouble.code === "begin_again") return security.step.tooLate;
  return [401, 422].includes(trouble.status) ? security.step.wrong : signInText(trouble, words);
}

/** Why a passkey did not. */
export function passkeyText(trouble: Trouble, words: Words, security: SecurityWords): string {
  const refused = trouble.why === "refused" && trouble.status === 401;
  return refused ? security.ways.passkeyRefused : signInText(trouble, words);
}

/** What became of the way to the provider; "" when nobody comes from there, or all is well. */
export function arrivalText(arrival: string | null, security: SecurityWords): string {
  if (arrival === null || arrival === "done") return "";
  const said = security.arrivals as Record<string, string>;
  return said[arrival] ?? security.arrivals.refused;
}
