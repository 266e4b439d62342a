/// <reference lib="webworker" />
/** Service worker: answers GETs for our own files, and never touches a write or the API. */
declare const __PRECACHE__: { version: string; files: string[] };

const worker = self as unknown as ServiceWorkerGlobalScope;
const { version, files } = __PRECACHE__;
const PREFIX = "ledljus-";
const CACHE = PREFIX + version;
const SHELL = "/";
/** The app's pages; every other address (the night page, answers, the API) is the server's. */
const APP_PATH = /^\/($|(desk|lagesbild|admin)(\/|$))/;

/** Fetches what is new only: the name of a built part changes with what is in it. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  const missing: string[] = [];
  for (const file of files) {
    const kept = file.startsWith("/assets/") ? await caches.match(file) : undefined;
    if (kept) await cache.put(file, kept);
    else missing.push(file);
  }
  await cache.addAll(missing.map((file) => new Request(file, { cache: "reload" })));
}

/** The version before ours stays: an open tab of it may still ask for a part it has not loaded. */
async function tidy(): Promise<void> {
  const older = (await caches.keys()).filter((key) => key.startsWith(PREFIX) && key !== CACHE);
  await Promise.all(older.slice(0, -1).map((key) => caches.delete(key)));
  await worker.clients.claim();
}

async function answer(path: string, request: Request): Promise<Response> {
  const own = await (await caches.open(CACHE)).match(path);
  return own ?? (await caches.match(path)) ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(tidy()));
worker.addEventListener("message", (event) => {
  // The page asks only when nothing is being sent and no draft is open (UX: update by consent).
  if (event.data === "activate") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== worker.location.origin) return;
  if (request.mode === "navigate") {
    if (APP_PATH.test(url.pathname)) event.respondWith(answer(SHELL, request));
  } else if (files.includes(url.pathname) || url.pathname.startsWith("/assets/")) {
    event.respondWith(answer(url.pathname, request));
  }
});
