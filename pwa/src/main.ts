/** Starts the app: looks and address first, then the phone's store, then the screens fill. */
import { mount } from "svelte";
import App from "./App.svelte";
import OldTab from "./OldTab.svelte";
import { speak } from "./i18n/language.svelte";
import { followPhone } from "./features/home/current-notices.svelte";
import { live } from "./live.svelte";
import "./ui/tokens.css";
import "./ui/page.css";
import { followAddress } from "./ui/location.svelte";
import { followPreferences, preferences } from "./ui/preferences.svelte";
import { update } from "./worker/update.svelte";

followPreferences();
followAddress();
if (preferences.language !== "sv") void speak(preferences.language);

const target = document.getElementById("app")!;
function tellOldTab(): void {
  target.replaceChildren();
  mount(OldTab, { target });
}

void live.start(tellOldTab).then(() => {
  target.replaceChildren();
  mount(App, { target });
  followPhone();
});
// Without a worker the app still works, only not from a cold start without network.
if (import.meta.env.PROD) void update.follow().catch(() => undefined);
