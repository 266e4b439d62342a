/** The words on the screen now; English is fetched only when chosen. */
import type { LocalName } from "../api/shapes";
import { preferences, type Language } from "../ui/preferences.svelte";
import { sv, type Words } from "./sv";

let current: Words = $state.raw(sv);

/** The catalogue in the chosen language. */
export function words(): Words {
  return current;
}

/** A name from the municipality's registers in the chosen language. */
export function named(name: LocalName): string {
  return name[preferences.language] || name.sv;
}

/** Loads the catalogue of a language and shows it; keeps the present one if it cannot be had. */
export async function speak(language: Language): Promise<void> {
  current = language === "sv" ? sv : (await import("./en")).en;
  // The way to 112 stands in the static page, outside the components.
  const call = document.getElementById("call-112");
  if (call) call.textContent = current.call112;
}
