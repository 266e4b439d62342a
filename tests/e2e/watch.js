/** Runs in every page before anything else: counts taps, times starts and saves, tells what the policy stopped. */
(() => {
  const seen = { taps: 0, keys: 0, pressedAt: 0, savedAfterMs: null, tilesAfterMs: null };
  Object.defineProperty(window, "__seen", { value: seen });
  addEventListener("pointerdown", () => (seen.taps += 1), true);
  addEventListener("keydown", () => (seen.keys += 1), true);
  addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("button");
      if (button?.textContent.trim() === "Spara") seen.pressedAt = performance.now();
    },
    true,
  );
  new MutationObserver(() => {
    const tiles = document.querySelectorAll("[data-tile]").length;
    if (tiles === 8) seen.tilesAfterMs ??= performance.now(); // since the navigation began
    if (!seen.pressedAt || !document.body?.innerText.includes("Sparad på telefonen")) return;
    seen.savedAfterMs = performance.now() - seen.pressedAt;
    seen.pressedAt = 0;
  }).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
    console.error(`policy: ${violatedDirective} stopped ${blockedURI} in ${sourceFile}`);
  });
})();
