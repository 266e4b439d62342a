/** A photo is in the report or follows it; never in neither, and never as a raw original. */
import { beforeEach, expect, test, vi } from "vitest";
import { FormPhotos } from "../../../src/features/report/photos.svelte";

// Outside a component a rune is a plain value.
vi.hoisted(() => {
  const plain = <Value>(value: Value) => value;
  Object.assign(globalThis, { $state: Object.assign(plain, { raw: plain }) });
});

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
const DRAWN = new Blob([new Uint8Array([0xff, 0xd8, 9, 0xff, 0xd9])]);

beforeEach(() => {
  vi.stubGlobal(
    "URL",
    Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL() {} }),
  );
});

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, shrink: () => opened.then(() => DRAWN) };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

test("another kind than JPEG is kept at once, and taken out at Save if it is not drawn", async () => {
  const { open, shrink } = gate();
  const photos = new FormPhotos([], () => {}, shrink);
  void photos.add([new Blob([JPEG]), new Blob([PNG], { type: "image/png" })]);
  await settle();
  expect(photos.list.map(({ mediaType }) => mediaType)).toEqual(["image/jpeg", "image/png"]);
  const late = photos.takeUndrawn();
  expect(late.map(({ type, size }) => [type, size])).toEqual([["image/png", PNG.length]]);
  expect(photos.list).toHaveLength(1);
  open();
  await settle();
  expect(photos.list).toHaveLength(1);
});

test("a file that is still being read follows too", async () => {
  const { shrink } = gate();
  const photos = new FormPhotos([], () => {}, shrink);
  void photos.add([new Blob([JPEG])]);
  expect(photos.reading).toBe(1);
  expect(photos.takeUndrawn()).toHaveLength(1);
  await settle();
  expect(photos.list).toHaveLength(0);
});

test("drawn in time, every kind stands in the report as JPEG", async () => {
  const { open, shrink } = gate();
  const photos = new FormPhotos([], () => {}, shrink);
  const added = photos.add([new Blob([PNG], { type: "image/png" })]);
  open();
  await added;
  expect(photos.takeUndrawn()).toEqual([]);
  expect(photos.list.map(({ mediaType, working }) => [mediaType, working])).toEqual([
    ["image/jpeg", false],
  ]);
});

test("an original kept in a draft is drawn when the draft is opened", async () => {
  const { open, shrink } = gate();
  const kept = { id: "1", mediaType: "image/png" as const, bytes: PNG };
  const photos = new FormPhotos([kept], () => {}, shrink);
  expect(photos.list[0]!.working).toBe(true);
  open();
  await settle();
  expect(photos.list[0]).toMatchObject({ mediaType: "image/jpeg", working: false });
});
