/** Why a sign-in did not succeed: what happened, what is safe, what to do (UX-X8). */
import type { Trouble } from "../api/answer";
import type { Words } from "../i18n/sv";

export function signInText(trouble: Trouble, words: Words): string {
  const say = words.signIn;
  if (trouble.why === "unreachable") return say.noNetwork;
  if (trouble.why === "portal") return say.portal;
  if (trouble.status === 429) return say.tooMany;
  // 401 for a wrong pair; 400 and 422 for what can never be one.
  return [400, 401, 403, 422].includes(trouble.status) ? say.wrong : say.serverTrouble;
}
