/** What somebody has asked for, and where they are in a list, is seen without looking for it. */

/** Attachment of what has just been opened: it begins where the screen does. */
export const toTop = (opened: Element) => opened.scrollIntoView({ block: "start" });

/** Action of a list of links that is pushed aside on a narrow screen: brings the current one into view, again at every new address. */
export function currentInView(list: HTMLElement, _address: string) {
  const show = () =>
    list
      .querySelector("[aria-current=page], [aria-current=true]")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  show();
  return { update: () => queueMicrotask(show) };
}
