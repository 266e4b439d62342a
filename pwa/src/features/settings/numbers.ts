/** Whom to call, each number once, whoever is on duty first. */
import type { FieldKit, LocalName } from "../../api/shapes";

export interface NumberToCall {
  name: string;
  number: string;
}

/** The duty phone under its own name in the register, else under `duty`; then the others. */
export function numbersToCall(
  kit: FieldKit | null,
  duty: string,
  named: (name: LocalName) => string,
): NumberToCall[] {
  const listed = (kit?.numbers ?? []).map(({ name, number }) => ({ name: named(name), number }));
  const phone = kit?.duty_phone;
  if (phone) {
    const own = listed.find(({ number }) => number === phone);
    listed.unshift(own ?? { name: duty, number: phone });
  }
  const seen = new Set<string>();
  return listed.filter(({ number }) => !seen.has(number) && seen.add(number));
}
