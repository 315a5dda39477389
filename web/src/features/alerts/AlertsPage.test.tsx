import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { open } from "@/testing/open";
import { answers, page, refusal, session } from "@/testing/server";

const FIRING: Schemas["AlertView"] = {
  id: "11",
  rule_id: "3",
  rule: "Disk nearly full",
  metric: "disk_free",
  subject: "",
  severity: "critical",
  value: 512,
  threshold: 1024,
  unit: "MiB",
  words: "512 MiB are free",
  since: "2026-11-26T00:00:00Z",
  fired_at: "2026-11-26T00:01:00Z",
  resolved_at: null,
  told: true,
  acknowledged_by: "",
  acknowledged_at: null,
};

const RULE: Schemas["AlertRuleView"] = {
  id: "3",
  name: "Disk nearly full",
  metric: "disk_free",
  subject: "",
  threshold: 1024,
  hold_seconds: 60,
  cool_down_seconds: 3600,
  severity: "critical",
  mail: true,
  mail_to: [],
  webhooks: true,
  enabled: true,
};

function operator(...more: string[]) {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session("alerts:read", ...more));
  answers("get", "/alert-rules", page(RULE));
  answers(
    "get",
    "/alert-rules/metrics",
    page({ metric: "disk_free", unit: "MiB", below: true, meaning: "free on the data folder's disk" }),
  );
}

describe("alerts", () => {
  it("show what fires; once seen to, they tell by whom", async () => {
    operator("alerts:write");
    let seen = false;
    answers("get", "/alerts/firing", () =>
      page(seen ? { ...FIRING, acknowledged_by: "ana@example.com", acknowledged_at: "2026-11-26T00:02:00Z" } : FIRING),
    );
    answers("post", "/alerts/{id}/acknowledge", () => {
      seen = true;
      return FIRING;
    });
    const person = open("/alerts");
    expect(await screen.findByText("512 MiB are free")).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Seen to it" }));
    expect(await screen.findByText(/ana@example.com/)).toBeTruthy();
  });

  it("let those who may only read look, and try", async () => {
    operator();
    answers("get", "/alerts/firing", page(FIRING));
    const person = open("/alerts");
    expect(await screen.findByText("nobody yet")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Make a rule" })).toBeNull();
    answers("post", "/alert-rules/{id}/try", {
      breaches: true,
      values: [{ subject: "", value: 512, breaches: true, words: "512 MiB are free" }],
    });
    await person.click(screen.getByRole("tab", { name: "Rules" }));
    expect(await screen.findByText("< 1,024 MiB")).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Actions: Disk nearly full" }));
    await person.click(await screen.findByRole("menuitem", { name: "Try it" }));
    expect(await screen.findByText("It would fire.")).toBeTruthy();
    expect(screen.queryByRole("menuitem", { name: "Remove" })).toBeNull();
  });

  it("rules are changed whole, and a refusal stands at its field", async () => {
    operator("alerts:write");
    answers("get", "/alerts/firing", page());
    const sent: unknown[] = [];
    answers("patch", "/alert-rules/{id}", ({ body }) => {
      sent.push(body);
      if (sent.length > 1) return { ...RULE, threshold: 2048 };
      return refusal(422, "invalid", "no", [{ field: "threshold", message: "must be less" }]) as never;
    });
    const person = open("/alerts?tab=rules");
    await person.click(await screen.findByText("Disk nearly full"));
    const dialog = await screen.findByRole("dialog");
    const threshold = within(dialog).getByRole("textbox", { name: /Threshold/ });
    await person.clear(threshold);
    await person.type(threshold, "2048");
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    expect((await screen.findAllByText("must be less")).length).toBeGreaterThan(0);
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[1]).toMatchObject({ threshold: 2048, hold_seconds: 60, mail: true, mail_to: [], enabled: true });
    expect(sent[1]).not.toHaveProperty("metric");
  });
});
