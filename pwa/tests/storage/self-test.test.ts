/** The proof that this phone keeps what it is given: true of a good store, however many tabs ask. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { StorageBroken } from "../../src/outbox";
import { openPhoneStore } from "../../src/storage/dexie";
import { proveStorage } from "../../src/storage/self-test";
import type { PlainSettings } from "../../src/storage/types";

test("tabs that start together do not take each other for a broken store", async () => {
  const tabs = Array.from({ length: 5 }, () => openPhoneStore("tabs"));
  await Promise.all(tabs.map((store) => store.selfTest()));
  for (const store of tabs) store.close();
});

test("a store that keeps nothing, or something else, is found", async () => {
  const forgetful: PlainSettings = {
    putSetting: () => Promise.resolve(),
    setting: () => Promise.resolve(undefined),
  };
  await expect(proveStorage(forgetful)).rejects.toThrow(StorageBroken);
  const lying: PlainSettings = {
    putSetting: () => Promise.resolve(),
    setting: <Value>() => Promise.resolve(new Uint8Array(1_024) as Value),
  };
  await expect(proveStorage(lying)).rejects.toThrow(StorageBroken);
});
