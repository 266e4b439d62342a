/** Tests run in plain Node: the core has no browser in it, and the browser is tested in a real one. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/**/*.test.ts", "src/**/*.test.ts"],
    maxWorkers: 2,
    testTimeout: 30_000, // nights of virtual time are plain computing, slower on a busy machine
  },
});
