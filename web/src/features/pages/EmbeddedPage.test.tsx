import { screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { open } from "@/testing/open";
import { answers, page, refusal, session } from "@/testing/server";

const ADDRESS = "https://pay.example.com/start?theme=light&lang=en&token=eyJ.a.b";

function reader() {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session());
  answers("get", "/me/pages", ({ url }) =>
    page({
      id: "5",
      label: url.searchParams.get("lang") === "zh" ? "充值" : "Top up",
      icon: "credit-card",
      new_tab: false,
    }),
  );
}

describe("a page of another system", () => {
  it("stands in a sandboxed frame, and is told of other looks without being loaded anew", async () => {
    reader();
    const asked: unknown[] = [];
    answers("post", "/me/pages/{id}/open", ({ body }) => {
      asked.push(body);
      return { url: ADDRESS, expires_at: "2026-11-26T00:05:00Z" };
    });
    const person = open("/embedded/5");
    const frame = (await screen.findByTitle("Top up")) as HTMLIFrameElement;
    expect(frame.getAttribute("src")).toBe(ADDRESS);
    expect(frame.getAttribute("sandbox")).not.toContain("top-navigation");
    expect(screen.getByRole("link", { name: "Top up" }).getAttribute("href")).toBe("/console/embedded/5");
    const heard = vi.fn();
    Object.defineProperty(frame, "contentWindow", { value: { postMessage: heard } });
    await person.click(screen.getByRole("button", { name: "Light or dark" }));
    await expect
      .poll(() => heard.mock.calls)
      .toEqual([[{ type: "headgate:looks", theme: "dark", lang: "en" }, "https://pay.example.com"]]);
    expect(asked).toEqual([{ theme: "light", lang: "en" }]);
  });

  it("that isn't for one's role says so", async () => {
    reader();
    answers("post", "/me/pages/{id}/open", () => refusal(404, "not_found", "there is no page 6") as never);
    open("/embedded/6");
    expect(await screen.findByText("there is no page 6")).toBeTruthy();
  });
});
