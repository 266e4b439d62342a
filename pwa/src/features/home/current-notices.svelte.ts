/** The notices that hold now, from the phone's live state. */
import { words } from "../../i18n/language.svelte";
import { live } from "../../live.svelte";
import { update } from "../../worker/update.svelte";
import { noticesFor, type Notice } from "./notices";

/** All of them; call inside `$derived`. */
export function currentNotices(): Notice[] {
  const { status, session, drafts } = live;
  const circumstances = {
    status,
    enrolled: session.enrolled,
    updateWaiting: update.waiting !== null,
    replaced: update.replaced,
    idle: !status?.summary.busy && drafts.length === 0,
  };
  return noticesFor(circumstances, words());
}

/** Those about the app's version, which every kind of user must see. */
export function versionNotices(): Notice[] {
  return currentNotices().filter(({ key }) => key === "update" || key === "replaced");
}
