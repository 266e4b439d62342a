/** Build of the app and its service worker. */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { version } = JSON.parse(readFileSync(at("./package.json"), "utf8")) as { version: string };

const WORKER = "sw.js";

/** Replaces `__PRECACHE__` in the built worker by `{version, files}`; files are site paths. */
function precache(publicDir: string): Plugin {
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

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [svelte(), precache(at("./public"))],
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  build: {
    target: "es2022",
    // The content security policy allows only files of our own, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: at("./index.html"), sw: at("./src/sw.ts") },
      output: {
        // The first load in one piece: many small ones compress 2 kB worse.
        codeSplitting: { groups: [{ name: "first", tags: ["$initial"], test: /(?<!\/sw\.ts)$/ }] },
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
