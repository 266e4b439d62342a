/** The guide tells what is wrong with the phone, and help stays short. */
import { expect, test } from "vitest";
import { foundIn } from "../../../src/features/guide/find-topics";
import { faultsOf, stepsDone, type PhoneFacts } from "../../../src/features/guide/phone-checks";
import { guideEn } from "../../../src/i18n/guide-en";
import { guideSv } from "../../../src/i18n/guide-sv";

const GOOD: PhoneFacts = {
  installed: true,
  persisted: true,
  battery: 0.2,
  free: 100_000_000,
  clockOffsetMs: -300_000,
  offline: true,
  enrolled: true,
  kit: true,
  positionRefused: false,
};

test("each fault is told by itself, and nothing is told of what the phone hides", () => {
  expect(faultsOf(GOOD)).toEqual([]);
  expect(faultsOf({ ...GOOD, battery: null, free: null, clockOffsetMs: null })).toEqual([]);
  expect(faultsOf({ ...GOOD, installed: false })).toEqual(["installed"]);
  expect(faultsOf({ ...GOOD, persisted: false })).toEqual(["persisted"]);
  expect(faultsOf({ ...GOOD, battery: 0.19 })).toEqual(["battery"]);
  expect(faultsOf({ ...GOOD, free: 99_999_999 })).toEqual(["storage"]);
  expect(faultsOf({ ...GOOD, clockOffsetMs: 300_001 })).toEqual(["clock"]);
  expect(faultsOf({ ...GOOD, offline: false })).toEqual(["offline"]);
  expect(faultsOf({ ...GOOD, enrolled: false })).toEqual(["enrolled"]);
  expect(faultsOf({ ...GOOD, kit: false })).toEqual(["kit"]);
  expect(faultsOf({ ...GOOD, positionRefused: true })).toEqual(["position"]);
  expect(faultsOf({ ...GOOD, positionRefused: null })).toEqual([]);
});

test("each step of the installation is marked by what the phone itself says", () => {
  const chrome = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36";
  const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
  const browser = { ...GOOD, installed: false };
  expect(stepsDone(browser, chrome)).toEqual(["one"]);
  expect(stepsDone(browser, safari)).toEqual(["one"]);
  expect(stepsDone(browser, safari.replace("Version", "CriOS"))).toEqual([]);
  expect(stepsDone(browser, "Mozilla/5.0 (Android 15; Mobile) Firefox/140.0")).toEqual([]);
  expect(stepsDone({ ...GOOD, enrolled: false }, chrome)).toEqual(["one", "two", "three"]);
  expect(stepsDone(GOOD, chrome)).toEqual(["one", "two", "three", "four"]);
});

test("a page of help, its questions with one answer open, is at most 150 words", () => {
  const count = (text: string) => text.split(/\s+/).length;
  for (const { help } of [guideSv, guideEn]) {
    const topics = Object.values(help.topics);
    const questions = topics.map(({ question }) => question).join(" ");
    for (const { answer } of topics) {
      expect(count(`${questions} ${answer}`)).toBeLessThanOrEqual(150);
    }
  }
});

test("help is found by the beginnings of words", () => {
  const questions = (wanted: string) =>
    foundIn(Object.values(guideSv.help.topics), wanted).map(({ question }) => question);
  expect(questions("")).toHaveLength(Object.keys(guideSv.help.topics).length);
  expect(questions("kvittens")).toEqual(["Vad händer utan täckning?"]);
  expect(questions("FARA 112")).toEqual(["Någon är i fara"]);
  expect(questions("dölj ansikt")).toContain("Hur gör jag med bilder?");
  expect(questions("glömt pin")).toEqual(["Vi delar telefon, eller jag har glömt min PIN"]);
  expect(questions("rymdraket")).toEqual([]);
});
