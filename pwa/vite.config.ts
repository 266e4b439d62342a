/** Build of the app and its service worker. */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { precache } from "./precache";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const { version } = JSON.parse(readFileSync(at("./package.json"), "utf8")) as { version: string };

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
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
