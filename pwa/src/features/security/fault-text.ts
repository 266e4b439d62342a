/** What stood in the way of a change, in words. */
import type { SecurityWords } from "../../i18n/security";
import type { Fault } from "./security.svelte";

export function faultText(fault: Fault, { page, step }: SecurityWords): string {
  return fault === "wrongCode" ? step.wrong : page[fault];
}
