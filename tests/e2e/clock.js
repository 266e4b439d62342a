/** A phone's wall clock that goes wrong: by how many ms stands in the storage, where a test puts it. */
(() => {
  const Right = Date;
  const wrong = () => Right.now() + Number(localStorage.getItem("test.clock") ?? 0);
  window.Date = class extends Right {
    constructor(...told) {
      super(...(told.length ? told : [wrong()]));
    }

    static now() {
      return wrong();
    }
  };
})();
