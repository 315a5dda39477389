import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { open } from "@/testing/open";
import { answers, refusal, session } from "@/testing/server";

const OPTIONS: Schemas["SignInOptions"] = {
  registration: "closed",
  allowed_domains: [],
  password_reset: false,
  passkeys: false,
  providers: [],
};

function stranger(options: Partial<Schemas["SignInOptions"]> = {}) {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", () => refusal(401, "unauthenticated", "Sign in first."));
  answers("get", "/sign-in/options", { ...OPTIONS, ...options });
}

describe("the pages that strangers see", () => {
  it("offer other sites to sign in by, and tell why one came to nothing", async () => {
    stranger({ providers: [{ id: "github", label: "GitHub" }] });
    open("/sign-in?error=link_first");
    expect((await screen.findByRole("alert")).textContent).toContain("link the site in your profile");
    const site = await screen.findByRole("link", { name: "Sign in by GitHub" });
    expect(site.getAttribute("href")).toBe("/api/v1/sign-in/providers/github?return_to=%2Fconsole%2F");
    expect(screen.queryByText("Make an account")).toBeNull();
    expect(screen.queryByText("Forgotten your password?")).toBeNull();
  });

  it("go on with a code when the password is not enough", async () => {
    stranger();
    answers("post", "/session", () => refusal(403, "second_factor_needed", "A second step is needed."));
    answers("get", "/session/second-factor", { expires_at: "2099-01-01T00:00:00Z", methods: ["totp"] });
    let sent: unknown;
    answers("post", "/session/second-factor", ({ body }) => {
      sent = body;
      return refusal(403, "forbidden", "The code is not right.");
    });
    const person = open("/sign-in");
    await person.type(await screen.findByLabelText(/E-mail/), "ana@example.com");
    await person.type(screen.getByLabelText(/^Password/), "secret-secret");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    await person.type(await screen.findByLabelText(/Code/), " 123456 ");
    await person.click(screen.getByRole("button", { name: "Sign in" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The code is not right.");
    expect(sent).toEqual({ code: "123456" });
  });

  it("say that registration is closed, or by invitation", async () => {
    stranger({ registration: "invitation" });
    open("/register");
    expect(await screen.findByText(/by invitation here/)).toBeTruthy();
  });

  it("make an account by the token behind the #, and tell what was wrong with a promotion code", async () => {
    stranger();
    answers("post", "/invitations/look", ({ body }) => {
      expect(body).toEqual({ token: "t-1" });
      return {
        email: "eve@example.com",
        role: "user",
        invited_by: "boss@example.com",
        expires_at: "2099-01-01T00:00:00Z",
      };
    });
    answers("get", "/site", {
      name: "Headgate",
      default_language: "en",
      support_contact: "",
      terms_url: "https://example.com/terms",
      time_zone: "UTC",
      currency: "USD",
      currency_per_usd_millionths: 1_000_000,
    });
    let sent: unknown;
    answers("post", "/invitations/accept", ({ body }) => {
      sent = body;
      return { session: session(), promo_code_refusal: "The code is over." };
    });
    const person = open("/invitation#token=t-1");
    expect(await screen.findByText(/boss@example.com invites eve@example.com/)).toBeTruthy();
    await person.click(screen.getByRole("button", { name: "Make my account" }));
    expect(await screen.findByText("Needed")).toBeTruthy();
    await person.type(screen.getByLabelText(/^Password/), "a long enough password");
    await person.type(screen.getByLabelText(/Promotion code/), "OLD");
    expect(screen.getByRole("link", { name: "Read the terms" }).getAttribute("href")).toBe("https://example.com/terms");
    await person.click(screen.getByRole("switch", { name: "I agree to the terms" }));
    await person.click(screen.getByRole("button", { name: "Make my account" }));
    expect(await screen.findByText(/The code is over\./)).toBeTruthy();
    expect(sent).toEqual({
      token: "t-1",
      password: "a long enough password",
      name: null,
      promo_code: "OLD",
      terms_accepted: true,
    });
  });

  it("ask for a letter and tell the same whether there is an account or not", async () => {
    stranger({ password_reset: true });
    answers("post", "/password-reset", ({ body }) => {
      expect(body).toEqual({ email: "ana@example.com", language: "en" });
      return undefined as never;
    });
    const person = open("/forgot-password");
    await person.type(await screen.findByLabelText(/E-mail/), "ana@example.com");
    await person.click(screen.getByRole("button", { name: "Send me the link" }));
    expect(await screen.findByText(/If that address can be used/)).toBeTruthy();
  });
});
