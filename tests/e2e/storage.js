/** A phone whose storage fails where a test says: `test.full` names what has no room (or that all is broken), and connections can be cut. */
(() => {
  const full = () => localStorage.getItem("test.full") ?? "";
  const PHOTO_BYTES = 20_000;
  const fits = {
    "": () => true,
    text: (store) => store !== "bodies",
    "text, until the ballast goes": (store) => store !== "bodies",
    photo: (_store, row) => !(row.bytes?.length > PHOTO_BYTES),
    index: (store) => store !== "entries",
    everything: () => false,
  };
  for (const way of ["add", "put"]) {
    const write = IDBObjectStore.prototype[way];
    IDBObjectStore.prototype[way] = function (row, ...key) {
      if (full() === "broken") throw new DOMException("no disk", "UnknownError");
      if (!fits[full()](this.name, row)) throw new DOMException("no room", "QuotaExceededError");
      return write.call(this, row, ...key);
    };
  }
  for (const way of ["clear", "delete"]) {
    const remove = IDBObjectStore.prototype[way];
    IDBObjectStore.prototype[way] = function (...what) {
      if (this.name === "ballast" && full().includes("ballast")) localStorage.setItem("test.full", "");
      return remove.apply(this, what);
    };
  }

  const opened = [];
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...what) {
    const opening = open.apply(this, what);
    opening.addEventListener("success", () => opened.push(opening.result));
    return opening;
  };
  window.cutConnections = () => opened.splice(0).forEach((connection) => connection.close());

  const create = IDBDatabase.prototype.createObjectStore;
  let created = 0;
  IDBDatabase.prototype.createObjectStore = function (...what) {
    const store = create.apply(this, what);
    created += 1;
    // eslint-disable-next-line no-debugger -- the upgrade stands still here, until the tab is killed
    if (created === Number(localStorage.getItem("test.upgrade_stops"))) debugger;
    return store;
  };
})();
