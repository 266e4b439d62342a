/** Why a report is not there yet, in plain words without codes (UX-X3). */
import type { Words } from "../../i18n/sv";
import type { Reason } from "../../outbox/types";

const PLACE_FIELDS = /^(position|place|site_id)\b/;

function rejectedText(reason: Reason, words: Words): string {
  const say = words.reasons;
  const field = reason.problem?.errors?.[0]?.field ?? "";
  if (PLACE_FIELDS.test(field)) return say.placeMissing;
  switch (reason.status) {
    case 403:
      return say.forbidden;
    case 409:
      return say.conflict;
    case 410:
      return say.gone;
    case 413:
      return say.tooLarge;
    case 415:
      return say.wrongType;
    default:
      return say.invalid;
  }
}

/** A clause in lower case that can end a sentence; without a reason only its author is told it. */
export function reasonText(reason: Reason | null, words: Words): string {
  if (!reason) return words.reasons.authorOnly;
  if (reason.code === "rejected") return rejectedText(reason, words);
  return words.reasons.codes[reason.code];
}
