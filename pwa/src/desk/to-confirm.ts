/** How many dangerous acts wait for the person who is signed in. */
import { answerOf } from "../api/answer";
import { client } from "../api/client";
import { live } from "../live.svelte";
import type { Unsubscribe } from "../outbox";

export const CONFIRMATIONS = "/admin/confirmations";
const EVERY_MS = 60_000;

/** Tells the number now and once a minute; one that cannot be had leaves the former. */
export function countToConfirm(tell: (count: number) => void): Unsubscribe {
  const read = async () => {
    const answer = live.heard(await answerOf(client.GET("/api/v1/confirmations/waiting")));
    if (answer.ok) tell(answer.value.count);
  };
  void read();
  const timer = setInterval(() => void read(), EVERY_MS);
  return () => clearInterval(timer);
}
