/** Autosave: nothing typed is left unwritten, and never two writes at once. */
import { beforeEach, expect, test, vi } from "vitest";
import { Keeper } from "../../../src/features/report/keeper";

beforeEach(() => {
  vi.useFakeTimers();
});

function slowStore() {
  const store = { value: 0, written: [] as number[], writing: 0, most: 0 };
  const write = async () => {
    const taken = store.value;
    store.most = Math.max(store.most, ++store.writing);
    await new Promise((resolve) => setTimeout(resolve, 40));
    store.writing--;
    store.written.push(taken);
  };
  return { store, write };
}

test("the first change is written at once and the last one always", async () => {
  const { store, write } = slowStore();
  const keeper = new Keeper(write);
  for (let typed = 1; typed < 100; typed++) {
    store.value = typed;
    keeper.touch();
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.runAllTimersAsync();
  expect(store.written[0]).toBe(1);
  expect(store.written.at(-1)).toBe(99);
  expect(store.most).toBe(1);
  expect(store.written.length).toBeLessThan(10);
});

test("a failed write is told, and the next change is written", async () => {
  const failures: unknown[] = [];
  let broken = true;
  const written: string[] = [];
  const write = async () => {
    if (broken) throw new Error("no room");
    written.push("whole");
  };
  const keeper = new Keeper(write, (error) => failures.push(error));
  keeper.touch();
  await vi.runAllTimersAsync();
  broken = false;
  keeper.touch();
  await vi.runAllTimersAsync();
  expect(failures).toHaveLength(1);
  expect(written).toEqual(["whole"]);
});

test("after closing nothing more is written", async () => {
  const { store, write } = slowStore();
  const keeper = new Keeper(write);
  keeper.touch();
  keeper.touch();
  const closed = keeper.close();
  await vi.runAllTimersAsync();
  await closed;
  keeper.touch();
  await vi.runAllTimersAsync();
  expect(store.written).toHaveLength(1);
});

test("what is hurried waits for no rest, only for the write under way", async () => {
  const { store, write } = slowStore();
  const keeper = new Keeper(write);
  keeper.touch();
  await vi.advanceTimersByTimeAsync(100); // written, resting
  store.value = 1;
  keeper.touch();
  void keeper.hurry();
  await vi.advanceTimersByTimeAsync(45);
  expect(store.written).toEqual([0, 1]);
  store.value = 2;
  keeper.touch();
  await vi.advanceTimersByTimeAsync(10); // being written
  store.value = 3;
  keeper.touch();
  void keeper.hurry();
  await vi.advanceTimersByTimeAsync(80);
  expect(store.written.at(-1)).toBe(3);
  expect(store.most).toBe(1);
});
