/** Keys of the desk: each screen offers its own while it is open, and `?` lists them (UX-X7). */
import type { Unsubscribe } from "../outbox";
import { preferences } from "../ui/preferences.svelte";

export interface Shortcut {
  key: string;
  /** What it does, in words. */
  name: string;
  run(): void;
}

let offered: Shortcut[][] = $state.raw([]);

/** Offers keys until it is called off; the latest offer of a key counts. */
export function offer(shortcuts: Shortcut[]): Unsubscribe {
  offered = [...offered, shortcuts];
  return () => (offered = offered.filter((set) => set !== shortcuts));
}

/** Every key that does something now, for the list of them. */
export const shortcuts = (): Shortcut[] => offered.flat();

const WRITING = "input, textarea, select, [contenteditable], dialog[open]";

/** Runs what a key stands for, unless somebody writes or has switched single keys off (WCAG 2.1.4). */
export function pressed(event: KeyboardEvent): void {
  const held = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
  if (held || !preferences.shortcuts || document.querySelector("dialog[open]")) return;
  if (event.target instanceof Element && event.target.closest(WRITING)) return;
  const found = shortcuts().findLast(({ key }) => key === event.key);
  if (!found) return;
  event.preventDefault();
  found.run();
}

/** Puts the focus on one of the incidents shown. */
export function focusOn(id: string): void {
  document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(id)}"] a[data-open]`)?.focus();
}

/** Moves the focus among the incidents shown, from the one `opened` last when none has it. */
export function moveFocus(step: number, opened: string): void {
  const links = [...document.querySelectorAll<HTMLElement>("[data-incident] a[data-open]")];
  const active = links.findIndex((link) => link === document.activeElement);
  const last = links.findIndex((link) => link.closest(`[data-incident="${CSS.escape(opened)}"]`));
  const from = active >= 0 ? active : last >= 0 ? last - step : step > 0 ? -1 : 0;
  const next = links[Math.min(links.length - 1, Math.max(0, from + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}
