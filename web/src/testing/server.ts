import { HttpResponse, http, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";
import type { Answer, Method, PathOf, Schemas } from "@/lib/api/client";

/** What every page asks for is answered by nothing, until a test says otherwise. */
export const server = setupServer(
  http.get("*/api/v1/me/announcements", () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get("*/api/v1/me/pages", () => HttpResponse.json({ items: [], next_cursor: null })),
);

interface Call {
  body: unknown;
  url: URL;
  headers: Headers;
}

/** Answers an operation of the API; the answer is typed by the API's file. What was sent is handed on. */
export function answers<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  answer: Answer<P, M> | ((call: Call) => Answer<P, M> | Response),
): void {
  const address = `*/api/v1${path.replaceAll(/\{(\w+)\}/g, ":$1")}`;
  server.use(
    http[method](address, async ({ request }) => {
      const text = await request.text();
      const call = { body: text ? JSON.parse(text) : undefined, url: new URL(request.url), headers: request.headers };
      const given = typeof answer === "function" ? (answer as (call: Call) => Answer<P, M> | Response)(call) : answer;
      if (given instanceof Response) return given;
      return given === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(given as JsonBodyType);
    }),
  );
}

/** A refusal in the API's shape. */
export function refusal(status: number, code: string, detail: string, fields: Schemas["Problem"]["fields"] = []) {
  return HttpResponse.json(
    { type: "about:blank", title: code, status, code, detail, fields, request_id: "r1" },
    { status },
  );
}

export function page<T>(...items: T[]): { items: T[]; next_cursor: null } {
  return { items, next_cursor: null };
}

export function session(...permissions: string[]): Schemas["SessionView"] {
  return {
    user_id: "7",
    email: "ana@example.com",
    name: "Ana",
    role: "user",
    permissions: ["own", ...permissions],
    csrf_token: "csrf-1",
    expires_at: "2026-12-01T00:00:00Z",
    proved_at: "2026-11-26T00:00:00Z",
  };
}
