import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { together } from "./scripts/together.ts";

const headgate = process.env.HEADGATE_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/console/",
  plugins: [react(), together(() => [react()])],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
  server: { proxy: { "/api": headgate, "/v1": headgate } },
  test: {
    env: { TZ: "UTC" },
    projects: [
      { extends: true, test: { name: "units", environment: "node", include: ["src/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "happy-dom",
          environmentOptions: { happyDOM: { url: "http://localhost:3000/console/" } },
          include: ["src/**/*.test.tsx"],
          setupFiles: ["src/testing/setup.ts"],
          testTimeout: 20_000,
        },
      },
    ],
  },
});
