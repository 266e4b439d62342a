/** Where the user is in the app: the address bar is the state, so back and reload lose nothing. */
interface Place {
  href: string;
  path: string;
  hash: string;
  query: URLSearchParams;
}

function here(): Place {
  const { href, pathname, hash, search } = window.location;
  return { href, path: pathname, hash: hash.replace(/^#/, ""), query: new URLSearchParams(search) };
}

let current = $state.raw(here());

/** The present address as path, hash (without `#`) and query. */
export function address(): Place {
  return current;
}

/** Goes to an address of the app without loading the page. */
export function go(url: string, how: "push" | "replace" = "push"): void {
  if (how === "push") history.pushState({ own: true }, "", url);
  else history.replaceState(history.state, "", url);
  current = here();
  if (how === "push") window.scrollTo(0, 0);
}

/** Back one step, or to `fallback` when the app was opened here. */
export function back(fallback: string): void {
  if (history.state?.own) history.back();
  else go(fallback, "replace");
}

function isOwnLink(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  return plain && link.origin === window.location.origin && link.dataset.own !== undefined;
}

/** Follows back/forward and clicks on links marked `data-own`. */
export function followAddress(): void {
  // Back and forward are told twice, as popstate and hashchange: a form must not be made anew for the second.
  const update = () => {
    if (window.location.href !== current.href) current = here();
  };
  window.addEventListener("popstate", update);
  window.addEventListener("hashchange", update);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
    if (!link || event.defaultPrevented || !isOwnLink(event, link)) return;
    event.preventDefault();
    go(link.pathname + link.search + link.hash);
  });
}
