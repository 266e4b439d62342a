/** Which theme holds when (UX-F7: night 20–06 or by the system's setting). */
export type Theme = "night" | "day";
export type ThemeChoice = "auto" | Theme;

const NIGHT_FROM_HOUR = 20;
const NIGHT_UNTIL_HOUR = 6;

/** The theme for a choice at a local time; `systemDark` is what the phone itself asks for. */
export function themeAt(choice: ThemeChoice, now: Date, systemDark: boolean): Theme {
  if (choice !== "auto") return choice;
  const hour = now.getHours();
  const night = hour >= NIGHT_FROM_HOUR || hour < NIGHT_UNTIL_HOUR;
  return night || systemDark ? "night" : "day";
}
