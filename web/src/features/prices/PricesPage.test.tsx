import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

describe("a price of one's own", () => {
  it("is looked at before it is entered, with what last week would have cost", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session("prices:read", "prices:write", "usage:read"));
    answers(
      "get",
      "/prices",
      page({
        model: "gpt-x",
        provider: "openai",
        effective_from: "2026-01-01T00:00:00Z",
        prices: { input: 2_000_000, output: 8_000_000, longThreshold: 200_000 },
        source: "2026-08-01/litellm",
      }),
    );
    answers("post", "/prices/own/preview", {
      changes: [
        {
          model: "gpt-x",
          provider: "openai",
          effective_from: "1970-01-01T00:00:00Z",
          name: "input",
          before: 2_000_000,
          after: 3_000_000,
          wild: false,
          words: "",
        },
      ],
    });
    answers(
      "get",
      "/usage",
      page({
        ids: { model: "gpt-x" },
        names: { model: "gpt-x" },
        calls: 3,
        errors: 0,
        input_tokens: 1_000_000,
        output_tokens: 0,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        reasoning_tokens: 0,
        list_cost_nanos: 2_000_000_000,
        charged_nanos: 2_000_000_000,
        upstream_cost_nanos: 2_000_000_000,
        margin_nanos: 0,
      }),
    );
    let sent: unknown;
    answers("post", "/prices/own", ({ body }) => {
      sent = body;
      return { changes: [] };
    });
    const person = open("/prices");
    await person.click(await screen.findByText("gpt-x"));
    const dialog = await screen.findByRole("dialog");
    const input = within(dialog).getByLabelText(/^Input/);
    expect((input as HTMLInputElement).value).toBe("2.00");
    await person.clear(input);
    await person.type(input, "3");
    await person.type(within(dialog).getByLabelText(/^Why/), "contract");
    await person.click(within(dialog).getByRole("button", { name: "See what it changes" }));
    expect(await within(dialog).findByText(/cost \$2\.00 at list price; with this price about \$3\.00/)).toBeTruthy();
    await person.click(within(dialog).getByRole("button", { name: "Enter a price" }));
    await screen.findByText("2026-08-01/litellm");
    expect(sent).toEqual({
      model: "gpt-x",
      provider: "openai",
      effective_from: null,
      prices: { input: 3_000_000, output: 8_000_000, longThreshold: 200_000 }, // what the form doesn't show stays
      note: "contract",
    });
  });
});

describe("a newer table of the vendors'", () => {
  it("is looked at, with what last week would have cost, then put in force as it was seen", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session("prices:read", "prices:write", "usage:read"));
    answers("get", "/prices/versions", page());
    answers("get", "/prices/table", { address: "https://prices.example/table.json" });
    answers("post", "/prices/table/preview", {
      source: "https://prices.example/table.json",
      sha256: "ab".repeat(32),
      changes: [
        {
          model: "gpt-x",
          provider: "openai",
          effective_from: "1970-01-01T00:00:00Z",
          name: "input",
          before: 2_000_000,
          after: 1_000_000,
          wild: false,
          words: "",
        },
      ],
      refused: null,
    });
    answers("get", "/usage", page());
    let sent: unknown;
    answers("post", "/prices/table", ({ body }) => {
      sent = body;
      return { changes: [] };
    });
    const person = open("/prices?tab=versions");
    await person.click(await screen.findByRole("button", { name: "Look at a newer table" }));
    const dialog = await screen.findByRole("dialog");
    await person.click(await within(dialog).findByRole("button", { name: /Fetch it/ }));
    expect(await within(dialog).findByText("gpt-x")).toBeTruthy();
    expect(await within(dialog).findByText(/No call of last week/)).toBeTruthy();
    await person.click(within(dialog).getByRole("button", { name: "Put it in force" }));
    await waitFor(() => expect(sent).toEqual({ table: null, sha256: "ab".repeat(32) }));
  });

  it("that would be refused can't be put in force", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session("prices:read", "prices:write"));
    answers("get", "/prices/versions", page());
    answers("get", "/prices/table", { address: "https://prices.example/table.json" });
    answers("post", "/prices/table/preview", {
      source: "https://prices.example/table.json",
      sha256: "ab".repeat(32),
      changes: [
        {
          model: "gpt-x",
          provider: "openai",
          effective_from: "1970-01-01T00:00:00Z",
          name: "input",
          before: 2_000_000,
          after: 200_000_000,
          wild: true,
          words: "",
        },
      ],
      refused: "1 price moves more than tenfold",
    });
    const person = open("/prices?tab=versions");
    await person.click(await screen.findByRole("button", { name: "Look at a newer table" }));
    const dialog = await screen.findByRole("dialog");
    await person.click(await within(dialog).findByRole("button", { name: /Fetch it/ }));
    expect(await within(dialog).findByText("moves more than tenfold")).toBeTruthy();
    expect((within(dialog).getByRole("button", { name: "Put it in force" }) as HTMLButtonElement).disabled).toBe(true);
  });
});
