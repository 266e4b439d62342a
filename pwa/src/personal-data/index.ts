/** Finds and removes personal data in what a person writes, by the table the server masks with. */
import { context, tokens } from "../../../api/kit/personal_data.json";
import { isIdentityNumber } from "./identity-number";
import { nationalNumber } from "./national-number";
import { compileRules, type Rule } from "./rules";

export type PersonalDataKind = keyof typeof tokens;

/** One finding: UTF-16 offsets `start` to `end` (exclusive) and what it is. */
export interface PersonalData {
  start: number;
  end: number;
  kind: PersonalDataKind;
}

/** What a finding is replaced by, such as `[personnummer]`; the same on phone and server. */
export const removedTokens: Readonly<Record<PersonalDataKind, string>> = tokens;

// Found text becomes line breaks, which may stand beside anything; allowed text becomes
// letters, so that digits touching it stay part of it.
const FOUND = "\n";
const ALLOWED = "x";

let compiled: Rule[] | undefined;

/** Returns every finding in order, never overlapping; the municipality's own numbers are none. */
export function findPersonalData(text: string, ownNumbers: readonly string[] = []): PersonalData[] {
  // Every kind needs a digit or an at sign; most notes have neither.
  if (!/[0-9@]/.test(text)) return [];
  const own = new Set(ownNumbers.map(nationalNumber));
  own.delete("");
  const found: PersonalData[] = [];
  compiled ??= compileRules();
  for (const rule of compiled) found.push(...matches(rule, hide(text, found), own));
  return found.sort((a, b) => a.start - b.start);
}

/** Returns the text with a token for every finding. */
export function removePersonalData(text: string, ownNumbers: readonly string[] = []): string {
  let result = "";
  let end = 0;
  for (const item of findPersonalData(text, ownNumbers)) {
    result += text.slice(end, item.start) + tokens[item.kind];
    end = item.end;
  }
  return result + text.slice(end);
}

function matches(rule: Rule, text: string, own: ReadonlySet<string>): PersonalData[] {
  for (const allowed of rule.allowed)
    text = text.replace(allowed, (part) => ALLOWED.repeat(part.length));
  const found: PersonalData[] = [];
  let last = 0;
  rule.pattern.lastIndex = 0;
  for (let hit; (hit = rule.pattern.exec(text));) {
    const [start, end] = [hit.index, hit.index + hit[0].length];
    const before = text.slice(Math.max(last, start - context), start);
    if (rule.before.test(before) && isReal(rule, hit[0])) {
      if (!own.has(nationalNumber(hit[0]))) found.push({ start, end, kind: rule.kind });
      rule.pattern.lastIndex = last = end;
    } else {
      rule.pattern.lastIndex = start + 1;
    }
  }
  return found;
}

function isReal(rule: Rule, found: string): boolean {
  return !rule.isIdentity || isIdentityNumber(found.replace(/[^0-9]/g, ""));
}

function hide(text: string, found: readonly PersonalData[]): string {
  for (const { start, end } of found)
    text = text.slice(0, start) + FOUND.repeat(end - start) + text.slice(end);
  return text;
}
