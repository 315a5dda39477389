import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll } from "vitest";
import { keepCsrfToken } from "@/lib/api/client";
import { startLanguages } from "@/lib/i18n";
import { server } from "./server";

/** What happy-dom lacks and no test looks at. */
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= Observer as unknown as typeof ResizeObserver;

configure({ asyncUtilTimeout: 10_000 }); // pages are loaded when they are opened, which takes a while on a busy machine

// fields that grow with their text ask for it
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

beforeAll(async () => {
  server.listen({ onUnhandledRequest: "error" });
  await startLanguages();
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  keepCsrfToken("");
  localStorage.clear();
});
afterAll(() => server.close());
