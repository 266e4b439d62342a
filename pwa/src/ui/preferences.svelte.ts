/** What this phone's user has chosen about looks and keys: theme, hand, language, shortcuts. Survives sign-out. */
import { themeAt, type Theme, type ThemeChoice } from "./theme";

export type Hand = "right" | "left";
export type Language = "sv" | "en";

export interface Preferences {
  theme: ThemeChoice;
  hand: Hand;
  language: Language;
  /** Whether single keys do things at the desk. */
  shortcuts: boolean;
}

const KEY = "ledljus.preferences";
const DEFAULTS: Preferences = { theme: "auto", hand: "right", language: "sv", shortcuts: true };

function read(): Preferences {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch {
    return { ...DEFAULTS };
  }
}

export const preferences: Preferences = $state(read());

/** Keeps the choice; a phone that refuses storage simply forgets it. */
export function choose(change: Partial<Preferences>): void {
  Object.assign(preferences, change);
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // The choice holds until the page is closed.
  }
  applyPreferences();
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  const ground = theme === "night" ? "#000000" : "#ffffff";
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", ground);
  const scheme = theme === "night" ? "dark" : "light";
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", scheme);
}

/** Puts theme, hand and language on the page; called at start and once a minute (20 and 06). */
export function applyPreferences(): void {
  const systemDark = matchMedia("(prefers-color-scheme: dark)").matches;
  show(themeAt(preferences.theme, new Date(), systemDark));
  document.documentElement.dataset.hand = preferences.hand;
  document.documentElement.lang = preferences.language;
}

/** Follows the clock and the system's own setting while the page is open. */
export function followPreferences(): void {
  applyPreferences();
  setInterval(applyPreferences, 60_000);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyPreferences);
}
