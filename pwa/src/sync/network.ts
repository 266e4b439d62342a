/** The network port over `fetch`, in browsers and in Node. */
import type { Answer, Network, Request } from "../outbox";

/**
 * Sends exactly the bytes given, with no cookie and no cache, and follows no redirect: a login page behind
 * a 302 must look like what it is. Rejects unless the whole body arrived.
 */
export function fetchNetwork(baseUrl: string, send: typeof fetch = fetch): Network {
  return {
    async send({ method, path, headers, body, signal }: Request): Promise<Answer> {
      const response = await send(baseUrl + path, {
        method,
        headers,
        body,
        signal,
        credentials: "omit",
        cache: "no-store",
        redirect: "manual",
      });
      return {
        status: response.status,
        contentType: response.headers.get("content-type") ?? "",
        body: await response.text(),
        retryAfter: response.headers.get("retry-after"),
        date: response.headers.get("date"),
      };
    },
  };
}
