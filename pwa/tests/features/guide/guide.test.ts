/** The guide tells what is wrong with the phone, and help stays short. */
import { expect, test } from "vitest";
import { faultsOf, type PhoneFacts } from "../../../src/features/guide/phone-checks";
import { moreEn } from "../../../src/i18n/more-en";
import { moreSv } from "../../../src/i18n/more-sv";

const GOOD: PhoneFacts = {
  installed: true,
  persisted: true,
  battery: 0.2,
  free: 100_000_000,
  clockOffsetMs: -300_000,
};

test("each fault is told by itself, and nothing is told of what the phone hides", () => {
  expect(faultsOf(GOOD)).toEqual([]);
  expect(faultsOf({ ...GOOD, battery: null, free: null, clockOffsetMs: null })).toEqual([]);
  expect(faultsOf({ ...GOOD, installed: false })).toEqual(["installed"]);
  expect(faultsOf({ ...GOOD, persisted: false })).toEqual(["persisted"]);
  expect(faultsOf({ ...GOOD, battery: 0.19 })).toEqual(["battery"]);
  expect(faultsOf({ ...GOOD, free: 99_999_999 })).toEqual(["storage"]);
  expect(faultsOf({ ...GOOD, clockOffsetMs: 300_001 })).toEqual(["clock"]);
});

test("the help page is at most 150 words", () => {
  for (const { help } of [moreSv, moreEn]) {
    const text = Object.values(help.topics).map(({ question, answer }) => `${question} ${answer}`);
    expect(text.join(" ").split(/\s+/).length).toBeLessThanOrEqual(150);
  }
});
