import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

describe("the nodes' page", () => {
  it("tells what isn't well, and has damaged journal files settled at the next start", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session("system:read", "system:write"));
    answers(
      "get",
      "/system/nodes",
      page({
        id: "n1",
        host: "gate-1",
        process_id: 7,
        version: "0.1.0",
        started_at: "2026-11-26T00:00:00Z",
        uptime_seconds: 60,
        addresses: ["127.0.0.1:8080"],
        role: "all",
        ready: true,
      }),
    );
    answers("get", "/system/checks", page({ name: "disk", ok: false, words: "12 MiB are free", millis: 1 }));
    answers("get", "/system/versions", {
      version: "0.1.0",
      java: "25",
      system: "Linux",
      store: "SQLite 3",
      schema: [],
    });
    answers("get", "/system", {
      version: "0.1.0",
      started_at: "2026-11-26T00:00:00Z",
      ready: true,
      store: "sqlite",
      journal_lag: 0,
      journal_healthy: true,
      settlement_healthy: true,
      heap_used_bytes: 1024,
      heap_max_bytes: 2048,
    });
    answers("get", "/system/backups", page());
    let recovering = false;
    answers("get", "/system/journal", () => ({
      segments: 2,
      bytes: 2048,
      pending_bytes: 0,
      max_bytes: 1024 ** 3,
      lag: 0,
      healthy: true,
      damaged: [{ file: "000007.damaged", bytes: 100, records: 3, unreadable_bytes: 20, recover_at_start: recovering }],
    }));
    answers("post", "/system/journal/recover", () => {
      recovering = true;
      return { files: ["000007.damaged"] };
    });
    const person = open("/nodes");
    expect(await screen.findByText("12 MiB are free")).toBeTruthy();
    expect(await screen.findByText("gate-1")).toBeTruthy();
    await person.click(await screen.findByRole("button", { name: "Settle at the next start" }));
    await expect.poll(() => screen.queryByRole("button", { name: "Settle at the next start" })).toBeNull();
    expect(recovering).toBe(true);
  });
});
