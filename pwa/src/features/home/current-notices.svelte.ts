/** The notices that hold now, from the phone's live state. */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { update } from "../../worker/update.svelte";
import { noticesFor, type Notice } from "./notices";

const LOOK_AGAIN_MS = 30_000;
/** Told anew when the language is changed. */
let phoneRows: () => Notice[] = $state.raw(() => []);

/** Looks at the phone itself now and then, when the start is over: its part of the app is fetched for it. */
export function followPhone(): void {
  const look = async () => {
    const { askRows } = await import("../guide/ask-rows");
    phoneRows = await askRows();
  };
  const lookQuietly = () => void look().catch(() => undefined);
  lookQuietly();
  setInterval(lookQuietly, LOOK_AGAIN_MS);
}

/** All of them; call inside `$derived`. */
export function currentNotices(): Notice[] {
  const { status, session, drafts } = live;
  const circumstances = {
    status,
    enrolled: session.enrolled,
    updateWaiting: update.waiting !== null,
    replaced: update.replaced,
    phone: phoneRows(),
    idle: !status?.summary.busy && drafts.length === 0,
  };
  return noticesFor(circumstances, words());
}

/** Those about the app's version, which every kind of user must see. */
export function versionNotices(): Notice[] {
  return currentNotices().filter(({ key }) => key === "update" || key === "replaced");
}
