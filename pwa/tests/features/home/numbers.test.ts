/** Each number once, whoever is on duty first. */
import { expect, test } from "vitest";
import type { FieldKit } from "../../../src/api/shapes";
import { numbersToCall } from "../../../src/features/settings/numbers";

const listed = (name: string, number: string) => ({
  kind: "x",
  name: { sv: name, en: "" },
  number,
});
const kit = (duty_phone: string | null, ...numbers: ReturnType<typeof listed>[]) =>
  ({ duty_phone, numbers }) as FieldKit;
const names = (given: FieldKit | null) =>
  numbersToCall(given, "Vakthavande", ({ sv }) => sv).map(
    ({ name, number }) => `${name} ${number}`,
  );

test("a duty phone that the register also lists is shown once, under its own name", () => {
  expect(names(kit("2", listed("Jour", "1"), listed("Ledning", "2")))).toEqual([
    "Ledning 2",
    "Jour 1",
  ]);
});

test("a duty phone outside the register is still shown", () => {
  expect(names(kit("9", listed("Jour", "1")))).toEqual(["Vakthavande 9", "Jour 1"]);
  expect(names(kit(null))).toEqual([]);
  expect(names(null)).toEqual([]);
});
