/** The service worker answers GETs for our own files and app pages, and nothing else. */
import { beforeAll, expect, test } from "vitest";

type Listener = (event: Record<string, unknown>) => void;

const listeners = new Map<string, Listener>();

beforeAll(async () => {
  const shell = new Response("shell");
  const cache = { match: async () => shell, addAll: async () => undefined };
  Object.assign(globalThis, {
    __PRECACHE__: { version: "v1", files: ["/", "/icon.svg", "/assets/app-1.js"] },
    caches: { open: async () => cache, match: async () => undefined, keys: async () => [] },
    self: {
      location: new URL("https://ljusvik.example/sw.js"),
      addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    },
  });
  await import("../../src/sw");
});

function isAnswered(url: string, init: { method?: string; mode?: string } = {}): boolean {
  let answered = false;
  const request = { url: new URL(url, "https://ljusvik.example").href, method: "GET", ...init };
  listeners.get("fetch")!({ request, respondWith: () => (answered = true) });
  return answered;
}

test.each(["/", "/desk", "/desk/incidents/1", "/lagesbild", "/admin/people"])(
  "a navigation to %s gets the shell",
  (path) => {
    expect(isAnswered(path, { mode: "navigate" })).toBe(true);
  },
);

test.each(["/nattknappen/ljusvik", "/svar/abc", "/tips/ljusvik", "/desks", "/api/v1/incidents"])(
  "a navigation to %s is the server's",
  (path) => {
    expect(isAnswered(path, { mode: "navigate" })).toBe(false);
  },
);

test("own files are answered; the API, other hosts and every write are not touched", () => {
  expect(isAnswered("/icon.svg")).toBe(true);
  expect(isAnswered("/assets/app-1.js")).toBe(true);
  expect(isAnswered("/assets/of-the-version-before.js")).toBe(true);
  expect(isAnswered("/api/v1/field-kit")).toBe(false);
  expect(isAnswered("/sw.js")).toBe(false);
  expect(isAnswered("https://tiles.example/icon.svg")).toBe(false);
  for (const method of ["PUT", "POST", "DELETE", "HEAD"]) {
    expect(isAnswered("/api/v1/incidents/1", { method })).toBe(false);
    expect(isAnswered("/icon.svg", { method })).toBe(false);
    expect(isAnswered("/", { method, mode: "navigate" })).toBe(false);
  }
});
