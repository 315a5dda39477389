import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { open } from "@/testing/open";
import { answers, page, refusal, session } from "@/testing/server";

function account(id: string, name: string): Schemas["AccountView"] {
  return {
    id,
    name,
    provider: "anthropic",
    base_url: "https://api.anthropic.com",
    credential_type: "api-key",
    groups: ["default"],
    concurrency: 8,
    priority: 0,
    weight: 1,
    models: [],
    proxy: null,
    headers: [],
    time_zone: null,
    hours: [],
    expires_at: null,
    allowances: [],
    notes: "",
    declared: false,
    live: {
      state: "active",
      until: null,
      since: null,
      reason: "",
      slots_in_use: 0,
      sessions: 0,
      error_ppm: 0,
      first_byte_ms: null,
      windows: [],
      models: {},
    },
  };
}

function operator(...accounts: Schemas["AccountView"][]) {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session("accounts:read", "accounts:write"));
  answers("get", "/accounts", page(...accounts));
  answers("get", "/groups", page());
  answers("get", "/accounts/{id}/quota-history", {
    from: "2026-11-25T12:00:00Z",
    to: "2026-11-26T12:00:00Z",
    windows: [],
    states: [],
  });
}

describe("many accounts", () => {
  it("are paused at once, and let work again by undo", async () => {
    operator(account("1", "one"), account("2", "two"), account("3", "three"));
    const sent: unknown[] = [];
    answers("post", "/accounts/bulk", ({ body }) => {
      sent.push(body);
      const { ids } = body as { ids: string[] };
      return { items: ids.map((id) => ({ id, done: true, problem: null })) };
    });
    const person = open("/accounts");
    const first = (await screen.findByText("one")).closest("tr");
    first?.focus();
    await person.keyboard("xjx"); // selects, goes down, selects
    const bar = await screen.findByRole("toolbar");
    expect(within(bar).getByText("2 selected")).toBeTruthy();
    await person.click(within(bar).getByRole("button", { name: "Pause" }));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() =>
      expect(sent).toEqual([
        { ids: ["1", "2"], action: "pause" },
        { ids: ["1", "2"], action: "resume" },
      ]),
    );
  });

  it("get one change each, with what went wrong told by name", async () => {
    operator(account("1", "one"), account("2", "two"));
    const sent: unknown[] = [];
    answers("patch", "/accounts/{id}", ({ body, url }) => {
      sent.push([url.pathname.split("/").at(-1), body]);
      return url.pathname.endsWith("2")
        ? Response.json({ code: "invalid", detail: "concurrency: 0 (expected: 1 or more)" }, { status: 400 })
        : account("1", "one");
    });
    const person = open("/accounts");
    await person.click(await screen.findByRole("checkbox", { name: "Select all" }));
    await person.click(within(await screen.findByRole("toolbar")).getByRole("button", { name: "Edit" }));
    const dialog = await screen.findByRole("dialog");
    await person.type(within(dialog).getByLabelText(/Calls at once/), "4");
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    expect(await within(dialog).findByText("two: concurrency: 0 (expected: 1 or more)")).toBeTruthy();
    expect(within(dialog).getByText("1 of 2 changed")).toBeTruthy();
    expect(sent).toEqual([
      ["1", { concurrency: 4 }],
      ["2", { concurrency: 4 }],
    ]);
    await person.click(within(dialog).getByRole("button", { name: "Done" }));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent.slice(2)).toEqual([["1", { concurrency: 8 }]])); // what failed has nothing to take back
  });

  it("come from a file only after what it would do was shown", async () => {
    operator(account("1", "one"));
    const dry: unknown[] = [];
    answers("post", "/accounts/import", ({ body }) => {
      const { dry_run } = body as Schemas["Import"];
      dry.push(dry_run ?? false);
      return { applied: !dry_run, lines: [{ name: "new-one", effect: "created" }], problems: [] };
    });
    const person = open("/accounts");
    await person.click(await screen.findByRole("button", { name: "Import, export" }));
    const dialog = await screen.findByRole("dialog");
    const input = dialog.querySelector('input[type="file"]');
    await person.upload(input as HTMLInputElement, new File(["name\nnew-one"], "accounts.csv", { type: "text/csv" }));
    await person.click(within(dialog).getByRole("button", { name: "See what it would do" }));
    expect(await within(dialog).findByText("created")).toBeTruthy();
    await person.click(within(dialog).getByRole("button", { name: "Import 1 accounts" }));
    expect(await within(dialog).findByText("Done.")).toBeTruthy();
    expect(dry).toEqual([true, false]);
  });

  it("of ten thousand, only those in sight are drawn", async () => {
    operator(...Array.from({ length: 10_000 }, (_, place) => account(String(place), `account-${place}`)));
    open("/accounts");
    const table = await screen.findByRole("table");
    await waitFor(() => expect(table.getAttribute("aria-rowcount")).toBe("10000"));
    expect(within(table).queryAllByRole("checkbox").length).toBeLessThan(200);
  });
});

describe("one account", () => {
  let granted: (string | null)[] = [];
  function edited(back: (body: Schemas["AccountChange"]) => Schemas["AccountView"] | Response) {
    const one = { ...account("1", "one"), models: ["claude-*"] };
    operator(one);
    answers(
      "get",
      "/groups",
      page({ name: "default" } as Schemas["GroupView"], { name: "night" } as Schemas["GroupView"]),
    );
    answers("get", "/accounts/{id}", one);
    const sent: unknown[] = [];
    granted = [];
    answers("patch", "/accounts/{id}", ({ body, headers }) => {
      sent.push(body);
      granted.push(headers.get("if-unchanged"));
      return sent.length === 1 ? { ...one, ...(body as object) } : back(body as Schemas["AccountChange"]);
    });
    return sent;
  }

  it("sends what was changed alone, and the same as it was to take it back", async () => {
    const sent = edited((body) => ({ ...account("1", "one"), ...(body as object) }));
    const person = open("/accounts?open=1");
    await person.click(await screen.findByRole("tab", { name: "Limits" }));
    const priority = await screen.findByLabelText("Priority");
    await person.clear(priority);
    await person.type(priority, "5");
    await person.click(screen.getByRole("button", { name: "Save" }));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent).toEqual([{ priority: 5 }, { priority: 0 }]));
    expect(granted).toEqual([null, encodeURIComponent('{"priority":5}')]); // only while it is as this left it
    await waitFor(() => expect((screen.getByLabelText("Priority") as HTMLInputElement).value).toBe("0"));
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  it("says why it could not be taken back", async () => {
    edited(() => refusal(409, "conflict", "The account is no more."));
    const person = open("/accounts?open=1");
    await person.click(await screen.findByRole("tab", { name: "Limits" }));
    const weight = await screen.findByLabelText("Weight");
    await person.clear(weight);
    await person.type(weight, "3");
    await person.click(screen.getByRole("button", { name: "Save" }));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText(/It could not be taken back: The account is no more/)).toBeTruthy();
    expect(screen.getAllByText("r1").length).toBeGreaterThan(0);
  });
});

describe("an account's quotas", () => {
  function watched(windows: Schemas["QuotaCourse"][], states: Schemas["PastStateView"][] = []) {
    const one = account("1", "one");
    operator(one);
    answers("get", "/accounts/{id}", one);
    answers("get", "/accounts/{id}/quota-history", {
      from: "2026-11-25T12:00:00Z",
      to: "2026-11-26T12:00:00Z",
      windows,
      states,
    });
    return open("/accounts?open=1");
  }
  const window: Schemas["QuotaCourse"] = {
    name: "5h",
    model: null,
    length_seconds: 18_000,
    limit: -1,
    used_ppm: 710_000,
    resets_at: "2026-11-26T14:00:00Z",
    points: [
      { at: "2026-11-26T09:00:00Z", used_ppm: 0 },
      { at: "2026-11-26T11:00:00Z", used_ppm: 710_000 },
    ],
    forecast: { used_up_at: "2026-11-26T13:10:00Z", at_reset_ppm: null },
  };

  it("show when it took no calls, and why, in words and in the table", async () => {
    const rest = {
      account_id: "1",
      account: "one",
      model: null,
      state: "cooling",
      from: "2026-11-26T10:00:00Z",
      until: "2026-11-26T10:05:00Z",
      reason: "tokens per minute",
      times: 3,
    };
    const other = { ...rest, state: "paused", model: "opus", until: null, reason: "for opus alone", times: 1 };
    const person = watched([window], [rest, other]);
    const list = await screen.findByRole("region", { name: "When it took no calls" });
    expect(within(list).getByText(/tokens per minute/).textContent).toContain("(3 times)");
    expect(within(list).getByText("still")).toBeTruthy();
    expect(screen.getByText(/cooling · tokens per minute/)).toBeTruthy();
    expect(screen.queryByText(/paused · for opus alone/)).toBeNull(); // no mark on a window of the whole account
    const view = screen.getByRole("radiogroup", { name: "5h · 71 %" });
    await person.click(within(view).getByText("Table"));
    const table = screen.getByRole("region", { name: "5h · 71 %" });
    expect(within(table).getByText(/cooling · tokens per minute/)).toBeTruthy();
  });

  it("tell when they are used up, and show their course as a table too", async () => {
    const person = watched([window, { ...window, name: "7d", forecast: { used_up_at: null, at_reset_ppm: 820_000 } }]);
    expect(await screen.findByText(/used up at \d\d:10, 50 min before it resets at/)).toBeTruthy();
    expect(screen.getByText(/82 % will be used when it resets/)).toBeTruthy();
    const view = screen.getByRole("radiogroup", { name: "5h · 71 %" });
    await person.click(within(view).getByText("Table"));
    const table = screen.getByRole("region", { name: "5h · 71 %" });
    expect(within(table).getAllByText("71 %").length).toBeGreaterThan(3);
    expect(within(table).getAllByText("–").length).toBeGreaterThan(3); // not known is not nothing
  });

  it("that nobody told are said so", async () => {
    watched([]);
    expect(await screen.findByText(/No quota was told of this account yet/)).toBeTruthy();
  });
});

describe("an account's test", () => {
  type Step = Schemas["StepView"];
  const step = (stage: string, millis: number): Step => ({ stage, outcome: "ok", millis, words: `${stage} is there` });

  /** A test whose events come as they are told. */
  async function testing() {
    const one = account("1", "one");
    operator(one);
    answers("get", "/accounts/{id}", one);
    let told: ReadableStreamDefaultController<Uint8Array> | undefined;
    const sent: unknown[] = [];
    answers("post", "/accounts/{id}/test/steps", ({ body }) => {
      sent.push(body);
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          told = controller;
        },
      });
      return new Response(stream, { headers: { "content-type": "text/event-stream" } });
    });
    const person = open("/accounts?open=1");
    await person.click(await screen.findByRole("tab", { name: "Test" }));
    await person.click(await screen.findByRole("button", { name: "Test" }));
    await waitFor(() => expect(told).toBeTruthy());
    const tell = (event: Schemas["TestEvent"]) =>
      told?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
    return { person, tell, sent, end: () => told?.close() };
  }

  it("shows each step as it comes, and at its end what it cost", async () => {
    const { tell, sent, end } = await testing();
    tell({ step: step("dns", 12), end: null });
    expect(await screen.findByText("dns is there")).toBeTruthy();
    expect(screen.getByText(/waiting for/)).toBeTruthy();
    expect(screen.queryByText("tcp is there")).toBeNull();
    tell({ step: step("tcp", 30), end: null });
    expect(await screen.findByText("tcp is there")).toBeTruthy();
    tell({ step: null, end: { outcome: "success", model: "claude-haiku-4-5", upstream_cost_nanos: 13_000 } });
    end();
    expect(await screen.findByText(/It works/)).toBeTruthy();
    expect(screen.getByText(/claude-haiku-4-5 · 42 ms/)).toBeTruthy();
    expect(screen.getByText("$0.000013")).toBeTruthy();
    expect(sent).toEqual([{}]);
  });

  it("can be stopped", async () => {
    const { person, tell } = await testing();
    tell({ step: step("sent", 1), end: null });
    await screen.findByText("sent is there");
    await person.click(screen.getByRole("button", { name: "Stop" }));
    expect(await screen.findByText(/^Stopped/)).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByText("sent is there")).toBeTruthy();
  });
});
