/** What was typed in the last moment before a page goes away reaches the database at the next start. */
import { beforeEach, expect, test } from "vitest";
import { forget, forgetKept, jotDown, takeUp } from "../../../src/features/report/jottings";
import { MemoryStore } from "../../../src/storage/memory";
import type { Draft } from "../../../src/storage/types";

const OWNER = { municipalityId: "m", personId: "p" };
const photo = { id: "f", mediaType: "image/jpeg" as const, bytes: new Uint8Array([1]) };
const draft = (note: string, updatedAt: number): Draft => ({
  id: "d",
  owner: OWNER,
  createdAt: 1,
  updatedAt,
  content: { note },
  photos: [photo],
});

/** `localStorage` as browsers have it: its keys are its own properties. */
function notesOf(): Storage {
  const values: Record<string, string> = {};
  const hidden = (value: unknown) => ({ value, enumerable: false });
  return Object.defineProperties(values, {
    setItem: hidden((key: string, value: string) => (values[key] = value)),
    getItem: hidden((key: string) => values[key] ?? null),
    removeItem: hidden((key: string) => delete values[key]),
  }) as unknown as Storage;
}

let store: MemoryStore;
let notes: Storage;

beforeEach(() => {
  store = new MemoryStore();
  notes = notesOf();
});

const note = async () => ((await store.draft("d"))?.content as { note: string } | undefined)?.note;

test("newer words win over the database's, and its photos stay", async () => {
  await store.putDraft(draft("Krossat", 5));
  jotDown(draft("Krossat glas", 6), notes);
  await takeUp(store, notes);
  expect(await note()).toBe("Krossat glas");
  expect((await store.draft("d"))?.photos).toEqual([photo]);
  expect(Object.keys(notes)).toEqual([]);
});

test("older words never win, and what is no draft's is left alone", async () => {
  notes.setItem("ledljus.preferences", "{}");
  await store.putDraft(draft("Krossat glas", 6));
  jotDown(draft("Krossat", 5), notes);
  await takeUp(store, notes);
  expect(await note()).toBe("Krossat glas");
  expect(Object.keys(notes)).toEqual(["ledljus.preferences"]);
});

test("what the database has by now is forgotten, what it has not stays", () => {
  jotDown(draft("Krossat glas", 6), notes);
  forgetKept("d", 6, notes);
  expect(Object.keys(notes)).toHaveLength(1);
  forgetKept("d", 7, notes);
  forget("d", notes);
  expect(Object.keys(notes)).toEqual([]);
});
