/** Vite plugin: tells the service worker which files were built, and names their version. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const WORKER = "sw.js";

/** Replaces `__PRECACHE__` in the built worker by `{version, files}`; files are site paths. */
export function precache(publicDir: string): Plugin {
  return {
    name: "ledljus-precache",
    apply: "build",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const built = Object.values(bundle).filter((file) => file.fileName !== WORKER);
        const hash = createHash("sha256");
        for (const file of built) hash.update(file.type === "chunk" ? file.code : file.source);
        const still = readdirSync(publicDir);
        for (const name of still) hash.update(readFileSync(join(publicDir, name)));
        const names = [...built.map((file) => file.fileName), ...still];
        // "/" stands for index.html: a server may answer the file's own name with a redirect.
        const files = names.map((name) => (name === "index.html" ? "/" : `/${name}`)).sort();
        const worker = bundle[WORKER];
        if (worker?.type !== "chunk") throw new Error(`${WORKER} was not built`);
        const list = JSON.stringify({ version: hash.digest("hex").slice(0, 16), files });
        worker.code = worker.code.replace("__PRECACHE__", list);
      },
    },
  };
}
