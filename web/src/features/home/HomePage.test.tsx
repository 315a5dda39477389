import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

function user() {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session());
  answers("get", "/me/balance", { available_nanos: 4_500_000_000, settled_nanos: 5_000_000_000 });
  answers("get", "/me/usage", page());
  answers("get", "/me/keys", page());
  answers("get", "/me/requests", page());
  answers("get", "/me/groups", page());
  answers(
    "get",
    "/me/subscriptions",
    page({
      id: "1",
      user_id: "7",
      plan_id: "3",
      plan: "team-pro",
      state: "active",
      renewal: "balance",
      time_zone: "UTC",
      started_at: "2026-11-01T00:00:00Z",
      ends_at: null,
      windows: [
        {
          period: "5h",
          limit_nanos: 5_000_000_000,
          used_nanos: 1_250_000_000,
          remaining_nanos: 3_750_000_000,
          resets_at: "2099-11-26T12:00:00Z",
        },
      ],
    }),
  );
}

describe("a user's home", () => {
  it("tells what is left, what is held, and when the window begins anew", async () => {
    user();
    open("/");
    expect(await screen.findByText("$4.50")).toBeTruthy();
    expect(screen.getByText("Held by calls in flight")).toBeTruthy();
    const window = await screen.findByRole("meter", { name: "5 hours" });
    expect(window.getAttribute("aria-valuenow")).toBe("25");
    expect(screen.getByText(/resets at/)).toBeTruthy();
  });

  it("shows a user the user's doors and no other", async () => {
    user();
    open("/");
    const nav = await screen.findByRole("navigation", { name: "Pages" });
    const doors = within(nav).getAllByRole("link");
    expect(doors.map((door) => door.textContent)).toEqual(["Home", "Connect", "Keys", "Usage", "Requests", "Plan"]);
  });

  it("leads to the plan, where a code that the address brings is redeemed", async () => {
    user();
    let sent: unknown;
    answers("post", "/me/redeem", ({ body }) => {
      sent = body;
      return { done: true };
    });
    const person = open("/my/plan?code=ABCD-1234");
    await person.click(await screen.findByRole("button", { name: "Redeem" }));
    expect(await screen.findByText(/Redeemed\. Balance/)).toBeTruthy();
    expect(sent).toEqual({ code: "ABCD-1234" });
  });
});
