/** A phone's database as a file: what a published version left on real phones, to be opened by every later one. */

interface StoreShape {
  keyPath: string | string[] | null;
  indexes: { name: string; keyPath: string | string[]; unique: boolean; multiEntry: boolean }[];
}

export interface Fixture {
  version: number;
  stores: Record<string, StoreShape>;
  rows: Record<string, unknown[]>;
}

const BYTES = "$bytes";

/** Reads stores, indexes and rows of an IndexedDB without any library. */
export async function dump(name: string): Promise<Fixture> {
  const database = await done(indexedDB.open(name));
  const fixture: Fixture = { version: database.version, stores: {}, rows: {} };
  const names = Array.from(database.objectStoreNames).sort();
  const transaction = database.transaction(names);
  for (const storeName of names) {
    const store = transaction.objectStore(storeName);
    const indexes = Array.from(store.indexNames, (index) => store.index(index));
    fixture.stores[storeName] = {
      keyPath: store.keyPath,
      indexes: indexes.map(({ name, keyPath, unique, multiEntry }) => ({
        ...{ name, keyPath, unique, multiEntry },
      })),
    };
    fixture.rows[storeName] = await done(store.getAll());
  }
  database.close();
  return fixture;
}

/** Makes the database just as the old version did. */
export async function restore(name: string, fixture: Fixture): Promise<void> {
  const opening = indexedDB.open(name, fixture.version);
  opening.onupgradeneeded = () => {
    for (const [storeName, { keyPath, indexes }] of Object.entries(fixture.stores)) {
      const store = opening.result.createObjectStore(storeName, { keyPath });
      for (const index of indexes) store.createIndex(index.name, index.keyPath, index);
    }
  };
  const database = await done(opening);
  const transaction = database.transaction(Object.keys(fixture.stores), "readwrite");
  for (const [storeName, rows] of Object.entries(fixture.rows)) {
    for (const row of rows) transaction.objectStore(storeName).put(row);
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = reject;
  });
  database.close();
}

export function toText(fixture: Fixture): string {
  return JSON.stringify(fixture, (_, value) =>
    value instanceof Uint8Array ? { [BYTES]: Buffer.from(value).toString("base64") } : value,
  );
}

export function fromText(text: string): Fixture {
  return JSON.parse(text, (_, value) =>
    typeof value?.[BYTES] === "string"
      ? Uint8Array.from(Buffer.from(value[BYTES], "base64"))
      : value,
  );
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
