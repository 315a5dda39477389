import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

describe("the shell", () => {
  // a cleared cache left the shell standing, since nobody heard that the session was over
  it("gives way to the sign-in when one signs out", async () => {
    answers("get", "/setup", { needed: false, store: null });
    answers("get", "/session", session());
    answers("get", "/me/groups", page());
    answers("get", "/me/ledger", page());
    answers("get", "/sign-in/options", {
      registration: "closed",
      allowed_domains: [],
      password_reset: false,
      passkeys: false,
      providers: [],
    });
    answers("delete", "/session", undefined as never);
    const person = open("/my/plan?tab=entries");
    await person.click(await screen.findByRole("button", { name: /Signed in/ }));
    await person.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    expect(await screen.findByRole("button", { name: "Sign in" })).toBeTruthy();
    expect(screen.queryByRole("navigation")).toBeNull();
  });
});
