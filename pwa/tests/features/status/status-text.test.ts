/** UX section 5: exactly these sentences, each with its shape. */
import { expect, test } from "vitest";
import { reasonText } from "../../../src/features/status/reason-text";
import { statusText } from "../../../src/features/status/status-text";
import { en } from "../../../src/i18n/en";
import { sv } from "../../../src/i18n/sv";
import type { Reason, StatusSentence } from "../../../src/outbox/types";

const at = Date.parse("2026-11-22T01:14:00Z");
const since = Date.parse("2026-11-22T00:50:00Z");
const setting = { words: sv, zone: "Europe/Stockholm", dutyPhone: "08-123 45 00" };
const placeMissing: Reason = {
  code: "rejected",
  status: 422,
  problem: { code: "invalid", errors: [{ field: "position", reason: "missing" }] },
};

const TABLE: [StatusSentence, string, string][] = [
  [{ key: "all_sent", at }, "Allt skickat 02:14", "check"],
  [{ key: "sending", number: 2, total: 3 }, "Skickar 2 av 3 …", "sending"],
  [{ key: "offline_empty" }, "Ingen täckning. Du kan rapportera som vanligt.", "offline"],
  [
    { key: "offline_waiting", count: 3 },
    "3 rapporter väntar på att skickas. De finns sparade på telefonen.",
    "offline",
  ],
  [
    { key: "photos_left", count: 2 },
    "Rapporten är framme. 2 bilder skickas när nätet räcker.",
    "sending",
  ],
  [
    { key: "login_to_read", count: 3 },
    "Logga in igen för att läsa. Dina 3 rapporter skickas ändå.",
    "lock",
  ],
  [
    { key: "login_to_send", count: 3 },
    "Logga in igen för att läsa. Dina 3 rapporter väntar på att du loggar in.",
    "lock",
  ],
  [
    { key: "needs_attention", count: 1, reason: placeMissing },
    "1 rapport behöver åtgärdas: platsen saknas. Inget är borttaget.",
    "mark",
  ],
  [
    { key: "needs_attention", count: 1, reason: null },
    "1 rapport behöver åtgärdas: den som skrev ser varför. Inget är borttaget.",
    "mark",
  ],
  [{ key: "storage_low" }, "Telefonen är nästan full. Text sparas, men inte fler bilder.", "mark"],
  [
    { key: "cannot_save" },
    "Den här telefonen kan inte spara säkert. Ring in rapporten: 08-123 45 00.",
    "block",
  ],
  [
    { key: "server_silent", since, portal: false },
    "Servern svarar inte (sedan 01:50). Rapporter sparas på telefonen. Larm: ring 08-123 45 00.",
    "block",
  ],
];

test.each(TABLE)("%o", (sentence, text, icon) => {
  expect(statusText(sentence, setting)).toMatchObject({ text, icon });
});

test("one report is one, and numbers agree", () => {
  const one = statusText({ key: "offline_waiting", count: 1 }, setting).text;
  expect(one).toBe("1 rapport väntar på att skickas. Den finns sparad på telefonen.");
});

test("without a number to call nobody is told to call an empty one", () => {
  const sentences: StatusSentence[] = [
    { key: "cannot_save" },
    { key: "server_silent", since, portal: false },
  ];
  for (const sentence of sentences) {
    const { text } = statusText(sentence, { ...setting, dutyPhone: "" });
    expect(text).toMatch(/ring(a)? (in rapporten till )?din ledning/i);
  }
});

test("a line that asks for a sign-in leads there, any other to the reports", () => {
  for (const [sentence] of TABLE) {
    const { href } = statusText(sentence, setting);
    expect(href).toBe(sentence.key.startsWith("login") ? "/#sign-in" : "/#reports");
  }
});

test("every sentence exists in English too", () => {
  for (const [sentence] of TABLE) {
    expect(statusText(sentence, { ...setting, words: en }).text).not.toBe("");
  }
});

test("reasons are told without codes", () => {
  const said = [403, 409, 410, 413, 415, 422].map((status) =>
    reasonText({ code: "rejected", status, problem: { code: "x_y" } }, sv),
  );
  expect(new Set(said).size).toBe(6);
  for (const text of said) expect(text).toMatch(/^[a-zåäö][^_0-9]+$/);
});
