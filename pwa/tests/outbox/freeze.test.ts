import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalBytes } from "../../src/outbox/canonical";
import { freeze } from "../../src/outbox/freeze";
import { fromHex, toBase64, toHex, uuid7 } from "../../src/outbox/ids";
import { sha256 } from "../simulation/server-model";
import { frozen, makers, photo, report, seeded } from "./samples";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("canonical bytes", () => {
  it("are the same however the members were ordered", () => {
    expect(text(canonicalBytes({ b: 1, a: { d: [2, { z: 1, y: 2 }], c: null } }))).toBe(
      '{"a":{"c":null,"d":[2,{"y":2,"z":1}]},"b":1}',
    );
  });

  it("leave out what is undefined and keep å, ä, ö and emoji", () => {
    expect(text(canonicalBytes({ note: "Glas på gården 🔥", place: undefined }))).toBe(
      '{"note":"Glas på gården 🔥"}',
    );
  });

  it("mend half an emoji, in keys too", () => {
    expect(text(canonicalBytes({ "k\ud83d": "cut \ud83d" }))).toBe('{"k\uFFFD":"cut \uFFFD"}');
  });

  it("read back as the same value, for any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = canonicalBytes(value);
        expect(JSON.parse(text(bytes))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalBytes(JSON.parse(text(bytes)))).toEqual(bytes);
      }),
    );
  });
});

describe("a frozen report", () => {
  it("carries version, save time, photos and what it replaces, and its own digest", async () => {
    const [fact, first, second] = await frozen("glas", {
      photos: [photo(1), photo(1)],
      replaces: "old",
      draftId: "d",
    });
    const body = JSON.parse(text(fact.bytes));
    expect(body).toEqual({
      v: 1,
      category: "litter",
      occurred_at: "2026-11-22T02:14:00+01:00",
      place: "Kajen",
      note: "glas",
      saved_at: new Date(fact.entry.savedAt).toISOString(),
      replaces: "old",
      attachments: [first, second].map((one) => ({
        id: one!.entry.id,
        sha256: sha256(one!.bytes),
        media_type: "image/jpeg",
        size: 64,
      })),
    });
    expect(fact.entry).toMatchObject({
      lane: "fact",
      path: `/incidents/${fact.entry.id}`,
      contentType: "application/json",
      digest: sha256(fact.bytes),
      size: fact.bytes.length,
      state: "saved",
      draftId: "d",
    });
    expect(first!.entry).toMatchObject({
      lane: "photo",
      path: `/attachments/${first!.entry.id}`,
      contentType: "image/jpeg",
      factId: fact.entry.id,
      draftId: null,
    });
    expect(first!.entry.id).not.toBe(second!.entry.id);
  });

  it("says nothing of photos or replacement when there are none", async () => {
    const body = JSON.parse(text((await frozen("bara text"))[0].bytes));
    expect(Object.keys(body)).not.toContain("attachments");
    expect(Object.keys(body)).not.toContain("replaces");
  });

  it("goes below its subject when it is a follow-up", async () => {
    const [{ entry }] = await frozen("mer", { subjectId: "s1" });
    expect(entry).toMatchObject({ path: `/incidents/s1/entries/${entry.id}`, subjectId: "s1" });
  });

  it("is not changed by what happens to the form while it is being frozen", async () => {
    const given = report("före", { photos: [photo(5)] });
    const freezing = freeze(given, makers());
    given.body["note"] = "efter";
    (given.photos![0]!.bytes as Uint8Array).fill(9);
    const [fact, picture] = await freezing;
    expect(JSON.parse(text(fact!.bytes)).note).toBe("före");
    expect(picture!.bytes[0]).toBe(5);
  });

  it("tells a second tap from a changed report", async () => {
    const one = await frozen("lika", { photos: [photo(1)] });
    const two = await frozen("lika", { photos: [photo(1)] });
    const other = await frozen("olika", { photos: [photo(1)] });
    const repictured = await frozen("lika", { photos: [photo(2)] });
    expect(two[0].entry.digest).not.toBe(one[0].entry.digest);
    expect(two[0].entry.contentDigest).toBe(one[0].entry.contentDigest);
    expect(other[0].entry.contentDigest).not.toBe(one[0].entry.contentDigest);
    expect(repictured[0].entry.contentDigest).not.toBe(one[0].entry.contentDigest);
  });
});

describe("ids", () => {
  it("are version 7 with the clock in front", () => {
    const now = Date.UTC(2026, 10, 22);
    const id = uuid7({ ...makers(now), randomness: seeded(3) });
    expect(id).toMatch(V7);
    expect(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(now);
  });

  it("are made whatever the clock says", () => {
    for (const now of [-5, 0, 2 ** 60, 1.5]) expect(uuid7(makers(now))).toMatch(V7);
  });

  it("differ within a millisecond", () => {
    const one = makers();
    expect(new Set(Array.from({ length: 10_000 }, () => uuid7(one))).size).toBe(10_000);
  });
});

describe("encodings", () => {
  it("hex and base64 agree with Node's for any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
        expect(fromHex(toHex(bytes))).toEqual(Uint8Array.from(bytes));
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
    const photoSized = new Uint8Array(400_000).fill(0xa5);
    expect(toBase64(photoSized)).toBe(Buffer.from(photoSized).toString("base64"));
  });
});
