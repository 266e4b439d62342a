/** The table's order by one of its two times. */
import type { Sort } from "./filters";

export type TimeColumn = "occurred_at" | "received_at";
export type Order = "ascending" | "descending" | "none";

/** How a column stands in an order, as `aria-sort` says it. */
export function orderOf(sort: Sort, column: TimeColumn): Order {
  if (sort === column) return "ascending";
  return sort === `-${column}` ? "descending" : "none";
}

/** The order that pressing a column gives: newest first, and then the other way round. */
export function turned(sort: Sort, column: TimeColumn): Sort {
  return orderOf(sort, column) === "descending" ? column : `-${column}`;
}
