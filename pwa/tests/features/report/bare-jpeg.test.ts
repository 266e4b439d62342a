/** A photo saved before it was drawn leaves its metadata on the phone all the same. */
import { expect, test } from "vitest";
import { bareJpeg } from "../../../src/features/report/bare-jpeg";

const text = (value: string) => [...new TextEncoder().encode(value)];
const segment = (marker: number, payload: number[]) => [
  ...[0xff, marker, (payload.length + 2) >> 8, (payload.length + 2) & 0xff],
  ...payload,
];
const tiff = (orientation: number) => [
  ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0],
  ...[orientation, 0, 0, 0, 0, 0, 0, 0],
];
const exif = (orientation: number) =>
  segment(0xe1, [...text("Exif"), 0, 0, ...tiff(orientation), ...text("GPS 58.55")]);
const SCAN = [...segment(0xda, [1, 2, 3]), 0x11, 0xff, 0x00, 0x22, 0xff, 0xd0, 0x33];
const jpeg = (...segments: number[][]) =>
  new Uint8Array([0xff, 0xd8, ...segments.flat(), ...SCAN, 0xff, 0xd9, ...text("GPS trailer")]);
const latin = (bytes: Uint8Array | null) => String.fromCharCode(...(bytes ?? []));

const JFIF = segment(0xe0, text("JFIF\0"));
const TABLE = segment(0xdb, [1, 2, 3, 4]);

test("metadata, comments and what trails the picture are gone; the picture is whole", () => {
  const comment = segment(0xfe, text("GPS comment"));
  const bare = bareJpeg(jpeg(JFIF, exif(1), comment, segment(0xed, text("GPS iptc")), TABLE));
  expect(latin(bare)).not.toContain("GPS");
  expect([...bare!]).toEqual([0xff, 0xd8, ...JFIF, ...TABLE, ...SCAN, 0xff, 0xd9]);
});

test("the way up is kept, and nothing else of the Exif", () => {
  const bare = bareJpeg(jpeg(exif(6), TABLE))!;
  const again = bareJpeg(bare)!;
  expect(latin(bare)).toContain("Exif");
  expect([...again]).toEqual([...bare]);
  expect(bare.length).toBeLessThan(jpeg(exif(6), TABLE).length - 10);
});

test("several scans are all kept", () => {
  const bytes = jpeg(TABLE, SCAN, TABLE);
  expect([...bareJpeg(bytes)!]).toEqual([
    ...[0xff, 0xd8, ...TABLE, ...SCAN, ...TABLE, ...SCAN, 0xff, 0xd9],
  ]);
});

test("other files, and pictures cut short, are none", () => {
  expect(bareJpeg(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBeNull();
  expect(bareJpeg(new Uint8Array())).toBeNull();
  const whole = jpeg(JFIF, exif(1), TABLE);
  for (let length = 0; length < whole.length - 13; length++) {
    expect(bareJpeg(whole.slice(0, length))).toBeNull();
  }
});
