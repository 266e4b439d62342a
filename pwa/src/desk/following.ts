/** The open list follows the stream: rows change where they stand, and new ones are counted, not pushed in. */
import type { Unsubscribe } from "../outbox";
import { follow } from "../stream/browser.svelte";
import type { IncidentList } from "./incidents.svelte";

/** A busy night is read again once a second, not once a record. */
const PAUSE_MS = 1_000;
const MOST_ROWS = 10;

export function followList(list: IncidentList): Unsubscribe {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let whole = false;
  const read = () => {
    timer = undefined;
    const rows = [...changed].filter((id) => list.has(id));
    // What is not among the rows may be new; many rows are read faster as a page.
    if (whole || rows.length < changed.size || rows.length > MOST_ROWS) void list.lookOver();
    else rows.forEach((id) => void list.refresh(id));
    changed.clear();
    whole = false;
  };
  const stop = follow((heard) => {
    if (heard.what === "beat") return;
    if (heard.what === "gap") whole = true;
    else if (heard.record.subject_type === "incidents") changed.add(heard.record.subject_id);
    else return;
    timer ??= setTimeout(read, PAUSE_MS);
  });
  return () => (clearTimeout(timer), stop());
}

/** Calls back when something is said about one incident, or may have been. */
export function followIncident(id: string, changed: () => void): Unsubscribe {
  return follow((heard) => {
    if (heard.what === "gap" || (heard.what === "record" && heard.record.subject_id === id))
      changed();
  });
}

/** Calls back, at most once in a while, when anything is said about any incident. */
export function followAll(changed: () => void): Unsubscribe {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = follow((heard) => {
    if (heard.what === "beat") return;
    if (heard.what === "record" && heard.record.subject_type !== "incidents") return;
    timer ??= setTimeout(() => ((timer = undefined), changed()), 2 * PAUSE_MS);
  });
  return () => (clearTimeout(timer), stop());
}
