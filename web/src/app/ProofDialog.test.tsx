import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { open } from "@/testing/open";
import { answers, page, refusal, session } from "@/testing/server";

/** The profile of somebody whose proof is old: recovery codes are given only after a fresh one. */
function profile() {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session());
  answers("get", "/sign-in/options", {
    registration: "closed",
    allowed_domains: [],
    password_reset: false,
    passkeys: false,
    providers: [],
  });
  answers("get", "/profile/second-factors", { totp: true, passkeys: 0, recovery_codes: 3 });
  answers("get", "/profile/passkeys", page());
  answers("get", "/profile/links", page());
  answers("get", "/sessions", page());
  const tokens: (string | null)[] = [];
  answers("post", "/profile/recovery-codes", ({ headers }) => {
    tokens.push(headers.get("x-csrf-token"));
    return tokens.length === 1
      ? refusal(403, "proof_needed", "Prove who you are first.")
      : { codes: ["aaaa-bbbb", "cccc-dddd"] };
  });
  return tokens;
}

describe("an operation that needs a fresh proof", () => {
  it("asks for it once, then goes on with the new token", async () => {
    const tokens = profile();
    answers("post", "/session/proof", ({ body }) => {
      expect(body).toEqual({ password: "right" });
      return { ...session(), csrf_token: "csrf-2" };
    });
    const person = open("/profile");
    await person.click(await screen.findByRole("button", { name: "New recovery codes" }));
    const dialog = await screen.findByRole("dialog");
    await person.type(await within(dialog).findByLabelText(/^Password/), "right");
    await person.click(within(dialog).getByRole("button", { name: "Go on" }));
    expect((await screen.findByTestId("recovery-codes")).textContent).toContain("aaaa-bbbb");
    expect(tokens).toEqual(["csrf-1", "csrf-2"]);
  });

  it("tells the refusal when the person would rather not", async () => {
    const tokens = profile();
    const person = open("/profile");
    await person.click(await screen.findByRole("button", { name: "New recovery codes" }));
    await person.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Close" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Prove who you are first.");
    await waitFor(() => expect(tokens).toEqual(["csrf-1"]));
  });
});
