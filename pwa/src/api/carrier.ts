/** How a request says who is signed in: by the browser's cookie, or by a token that only this page's memory holds. */
let held: string | null = null;

/** From now on requests carry this token; null lets the cookie speak. */
export function carry(token: string | null): void {
  held = token;
}

/** The headers that say who is signed in; none when the cookie does. */
export function credentialHeaders(): Record<string, string> {
  return held ? { Authorization: `Bearer ${held}` } : {};
}
