import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

function announcement(id: string, level: string, title: string): Schemas["OwnAnnouncement"] {
  return { id, title, text: `Text of ${title}`, level, from: "2026-11-26T00:00:00Z", until: null, read: false };
}

describe("what one is told", () => {
  it("stands on top, the most urgent first, until it is read", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session());
    const told = [announcement("1", "info", "New models"), announcement("2", "critical", "Maintenance")];
    answers("get", "/me/announcements", () => page(...told.map((one) => ({ ...one }))));
    const read: string[] = [];
    answers("post", "/me/announcements/{id}/read", ({ url }) => {
      const id = url.pathname.split("/").at(-2) ?? "";
      read.push(id);
      for (const one of told) if (one.id === id) one.read = true;
      return undefined as never;
    });
    const person = open("/audit"); // a page that isn't theirs asks for nothing else
    const banner = await screen.findByRole("status");
    expect(banner.textContent).toContain("Maintenance");
    await person.click(screen.getByRole("button", { name: "Mark as read" }));
    await expect.poll(() => screen.getByRole("status").textContent).toContain("New models");
    await person.click(screen.getByRole("button", { name: "Mark as read" }));
    await expect.poll(() => screen.queryByRole("status")).toBeNull();
    expect(read).toEqual(["2", "1"]);
    await person.click(screen.getByRole("link", { name: "Announcements" }));
    expect(await screen.findByRole("article", { name: "Maintenance" })).toBeTruthy();
  });
});
