/** Long compounds break at their joints, short words stay whole. */
import { expect, test } from "vitest";
import { softHyphens } from "../../src/ui/hyphens";

test.each([
  ["Otrygghetsskapande samling", "Otrygghets|skapande samling"],
  ["Ordningsstörning", "Ordnings|störning"],
  ["Belysningsfel", "Belysnings|fel"],
  ["Skadegörelse", "Skade|görelse"],
  ["Klotter", "Klotter"],
  ["Räddningstjänst", "Räddnings|tjänst"],
])("%s", (word, broken) => {
  expect(softHyphens(word).replaceAll("\u00AD", "|")).toBe(broken);
});
