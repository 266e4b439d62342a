/** Puts the phone's database back a version, with every row: some of its stores are not made yet. */
async ([name, missing]) => {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const present = await done(indexedDB.open(name));
  const names = [...present.objectStoreNames].filter((store) => !missing.includes(store));
  const reading = present.transaction(names);
  const stores = [];
  for (const store of names) {
    const { keyPath, indexNames } = reading.objectStore(store);
    const indexes = [...indexNames].map((index) => reading.objectStore(store).index(index));
    const shapes = indexes.map(({ name, keyPath, unique, multiEntry }) => [name, keyPath, { unique, multiEntry }]);
    stores.push({ store, keyPath, shapes, rows: await done(reading.objectStore(store).getAll()) });
  }
  const { version } = present;
  present.close();
  await done(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, version - 1);
  opening.onupgradeneeded = () => {
    for (const { store, keyPath, shapes, rows } of stores) {
      const made = opening.result.createObjectStore(store, { keyPath });
      for (const shape of shapes) made.createIndex(...shape);
      for (const row of rows) made.put(row);
    }
  };
  (await done(opening)).close();
};
