/** Where in a navigation one is, also within a page. */

/** How a page stands to an address, for `aria-current`: it is that page, or leads to it, or neither. */
export function standing(
  hrefs: readonly string[],
  href: string,
  path: string,
): "page" | "true" | undefined {
  if (href === path) return "page";
  const leading = hrefs.filter((page) => path === page || path.startsWith(`${page}/`));
  const nearest = leading.reduce((one, other) => (other.length > one.length ? other : one), "");
  return nearest === href ? "true" : undefined;
}
