/** One value, one spelling: JSON with sorted keys (as RFC 8785), UTF-8. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The canonical bytes of anything JSON can hold. `undefined` members vanish, dates become ISO text. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const plain = JSON.parse(JSON.stringify(value)) as Json;
  return new TextEncoder().encode(JSON.stringify(sorted(plain)));
}

function sorted(value: Json): Json {
  if (typeof value === "string") return wellFormed(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([key, member]) => [wellFormed(key), sorted(member)]);
  return Object.fromEntries(members.sort(([a], [b]) => (a! < b! ? -1 : 1))) as Json;
}

/** Half an emoji (cut off by a length limit) is no text any database takes: it becomes U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}
