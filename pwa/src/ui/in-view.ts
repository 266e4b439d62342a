/** Lists that are pushed aside on a narrow screen: where one is, is seen without looking for it. */

/** Action of a list of links: brings the current one into view, again at every new address. */
export function currentInView(list: HTMLElement, _address: string) {
  const show = () =>
    list
      .querySelector("[aria-current=page], [aria-current=true]")
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  show();
  return { update: () => queueMicrotask(show) };
}
