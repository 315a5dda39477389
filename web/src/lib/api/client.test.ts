import { afterEach, describe, expect, it, vi } from "vitest";
import { ApiError, address, api, keepCsrfToken, newId } from "./client";

function answers(status: number, body: string) {
  const fake = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(status === 204 ? null : body, { status }),
  );
  vi.stubGlobal("fetch", fake);
  return fake;
}

function sentHeaders(fake: ReturnType<typeof answers>): Headers {
  return fake.mock.calls[0]?.[1].headers as Headers;
}

afterEach(() => vi.unstubAllGlobals());

describe("the API client", () => {
  it("builds addresses from what is set", () => {
    expect(address("/keys/{id}", "a/b", undefined)).toBe("/api/v1/keys/a%2Fb");
    expect(address("/requests", undefined, { model: "m 1", user_id: undefined, failed: true })).toBe(
      "/api/v1/requests?model=m+1&failed=true",
    );
  });

  it("sends token and idempotency key with changes, and only with them", async () => {
    keepCsrfToken("t1");
    const changed = answers(204, "");
    await api("delete", "/session");
    expect(sentHeaders(changed).get("x-csrf-token")).toBe("t1");
    expect(sentHeaders(changed).get("idempotency-key")).toMatch(/^[0-9a-f]{32}$/);
    const read = answers(200, '{"needed":false}');
    expect(await api("get", "/setup")).toEqual({ needed: false });
    expect(sentHeaders(read).has("idempotency-key")).toBe(false);
  });

  it("turns refusals into errors with the server's words", async () => {
    answers(
      400,
      '{"code":"invalid","detail":"name: empty","fields":[{"field":"name","message":"empty"}],"request_id":"r1"}',
    );
    const error = await api("get", "/session").catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 400, code: "invalid", message: "name: empty", requestId: "r1" });
    answers(502, "<html>proxy</html>");
    await expect(api("get", "/session")).rejects.toMatchObject({ status: 502, code: "unknown" });
  });

  it("never gives the same id twice", () => {
    expect(new Set(Array.from({ length: 100 }, newId)).size).toBe(100);
  });
});
