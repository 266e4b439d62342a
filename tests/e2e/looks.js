/** What a ruler sees on the open screen: what is too wide, moves, or is too small or close for a finger. */
(() => {
  const PRIMARY = { of: ".primary, .call-112, [data-tile]", least: 64 };
  const TARGET = 48;
  const GAP = 8;
  const GAP_TO_112 = 24;
  const LONGER = 0.4;
  const ROUNDING = 0.5;
  const PRESSED = "a[href], button, input, select, textarea, summary, [role=button]";

  /** A box that is drawn by its label is pressed there. */
  function pressed(element) {
    if (!["checkbox", "radio", "file"].includes(element.type)) return element;
    return element.labels?.[0] ?? element;
  }

  function targets() {
    const all = [...document.querySelectorAll(PRESSED)].map(pressed);
    const seen = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".hidden"));
    return [...new Set(seen)].map((element) => {
      const name = (element.getAttribute("aria-label") ?? element.innerText).trim().slice(0, 40);
      const room = element.closest(".scroll, dialog") ?? document;
      return { element, name: name || element.outerHTML.slice(0, 60), room, box: element.getBoundingClientRect() };
    });
  }

  function tooSmall({ element, name, box }) {
    const least = element.matches(PRIMARY.of) ? PRIMARY.least : TARGET;
    if (Math.min(box.width, box.height) >= least - ROUNDING) return [];
    return [`target of ${box.width.toFixed()}×${box.height.toFixed()}, not ${least} px: ${name}`];
  }

  /** What scrolls passes under what stands still, so only targets that move together are compared. */
  function tooClose(one, other) {
    const pair = [one.element, other.element];
    if (one.room !== other.room || pair[0].contains(pair[1]) || pair[1].contains(pair[0])) return [];
    const least = pair.some((element) => element.matches(".call-112")) ? GAP_TO_112 : GAP;
    const [a, b] = [one.box, other.box];
    const gap = Math.max(a.left - b.right, b.left - a.right, a.top - b.bottom, b.top - a.bottom);
    return gap >= least - ROUNDING ? [] : [`gap of ${gap.toFixed()}, not ${least} px: ${one.name} | ${other.name}`];
  }

  function fingers() {
    const all = targets();
    const pairs = all.flatMap((one, at) => all.slice(at + 1).flatMap((other) => tooClose(one, other)));
    return [...all.flatMap(tooSmall), ...pairs];
  }

  function moving() {
    const running = document.getAnimations().filter(({ playState }) => playState === "running");
    const seen = running.filter(({ effect }) => effect.getTiming().duration > 0);
    return seen.map(({ effect }) => `moves: ${effect.target.outerHTML.slice(0, 60)}`);
  }

  /** The width is told: innerWidth grows with a page that is too wide. */
  function wide(width) {
    const scrolling = [document.scrollingElement, ...document.querySelectorAll(".scroll")];
    if (scrolling.every((one) => one.scrollWidth <= Math.min(width, one.clientWidth))) return [];
    const right = (element) => element.getBoundingClientRect().right;
    const widest = [...document.body.querySelectorAll("*")].sort((a, b) => right(b) - right(a))[0];
    return [`wider than ${width} px: ${widest.outerHTML.slice(0, 80)}`];
  }

  /** Every word on the screen 40 % longer, as another language may have it (UX-X3); then as it was. */
  function lengthened(measured) {
    if (document.documentElement.style.fontSize) return []; // large text is asked enough of
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push([walker.currentNode, walker.currentNode.data]);
    const longer = (word) => word + word.slice(0, Math.ceil(word.length * LONGER));
    for (const [node, text] of texts) node.data = text.replace(/\p{L}{4,}/gu, longer);
    const found = measured();
    for (const [node, text] of texts) node.data = text;
    return found.map((one) => `with longer words ${one}`);
  }

  /** A tile's words break between themselves or at a hyphen, not in their midst. */
  function broken() {
    return [...document.querySelectorAll("[data-tile] span")].flatMap((words) => {
      const text = document.createRange();
      text.selectNodeContents(words);
      words.style.overflowWrap = "normal";
      const tooLong = text.getBoundingClientRect().width > words.getBoundingClientRect().width + 0.1;
      words.style.overflowWrap = "";
      return tooLong ? [`breaks in a word: ${words.innerText}`] : [];
    });
  }

  const measure = (width, field) => [...wide(width), ...moving(), ...(field ? fingers() : [])];

  window.ruler = {
    measure: (width, field) => [
      ...measure(width, field),
      ...broken(),
      ...lengthened(() => measure(width, field)),
    ],
  };
})();
