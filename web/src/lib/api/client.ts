import { proved } from "./proof";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Method = "get" | "post" | "patch" | "delete";
/** Paths that know a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type Json<R> = R extends { content: { "application/json": infer T } } ? T : never;
export type Answer<P extends keyof paths, M extends Method> = paths[P][M] extends { responses: infer R }
  ? Json<R[keyof R & (200 | 201)]>
  : never;
type Body<O> = O extends { requestBody?: { content: { "application/json": infer B } } } ? B : undefined;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Exclude<Q, undefined> : never;
export type QueryOf<P extends keyof paths> = Query<paths[P]["get"]>;

export interface Input<P extends keyof paths, M extends Method> {
  id?: string;
  query?: Query<paths[P][M]>;
  body?: Body<paths[P][M]>;
  /** Fields of the thing as they are taken to be: where they are others by now, the change is refused. */
  unchanged?: object;
}

export interface FieldProblem {
  field: string;
  message: string;
}

/** A refusal in the server's own words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly requestId = "",
  ) {
    super(detail);
    this.name = "ApiError";
  }
}

let csrfToken = "";

/** Sent with every change from now on; comes with the session. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

/** Fills the id in and appends what of the query is set. */
export function address(path: string, id: string | undefined, query: Record<string, unknown> | undefined): string {
  const filled = id === undefined ? path : path.replace(/\{\w+\}/, encodeURIComponent(id));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${filled}${text ? `?${text}` : ""}`;
}

async function refusal(answer: Response): Promise<ApiError> {
  const text = await answer.text();
  try {
    const problem = JSON.parse(text) as Partial<Schemas["Problem"]>;
    return new ApiError(
      answer.status,
      problem.code ?? "unknown",
      problem.detail ?? answer.statusText,
      problem.fields ?? [],
      problem.request_id ?? answer.headers.get("x-request-id") ?? "",
    );
  } catch {
    return new ApiError(answer.status, "unknown", text.slice(0, 200) || answer.statusText);
  }
}

function headers(method: Method, hasBody: boolean, unchanged?: object): Headers {
  const wanted = new Headers({ accept: "application/json" });
  if (hasBody) wanted.set("content-type", "application/json");
  if (unchanged) wanted.set("if-unchanged", encodeURIComponent(JSON.stringify(unchanged)));
  if (method !== "get") {
    wanted.set("idempotency-key", newId());
    if (csrfToken) wanted.set("x-csrf-token", csrfToken);
  }
  return wanted;
}

/** A fresh id for what must not happen twice. Works on plain http too, where crypto.randomUUID is missing. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

interface Sent {
  body: unknown;
  unchanged?: object;
  signal?: AbortSignal;
}

async function send(method: Method, url: string, { body, unchanged, signal }: Sent): Promise<Response> {
  try {
    return await fetch(url, {
      method: method.toUpperCase(),
      credentials: "same-origin",
      headers: headers(method, body !== undefined, unchanged),
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
    });
  } catch {
    signal?.throwIfAborted();
    throw new ApiError(0, "unreachable", "Headgate can't be reached.");
  }
}

/** Sends, and once more after a fresh proof of who sits there where that is asked for: the refused call did nothing. */
async function succeed(method: Method, url: string, sent: Sent): Promise<Response> {
  let answer = await send(method, url, sent);
  if (!answer.ok) {
    let error = await refusal(answer);
    if (error.code === "proof_needed" && (await proved())) {
      answer = await send(method, url, sent);
      if (!answer.ok) error = await refusal(answer);
    }
    if (!answer.ok) throw error;
  }
  return answer;
}

/** One call of the API; throws an ApiError for each answer that is not a success. */
export async function api<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  input: Input<P, M> = {},
): Promise<Answer<P, M>> {
  const url = address(path, input.id, input.query as Record<string, unknown> | undefined);
  const text = await (await succeed(method, url, { body: input.body, unchanged: input.unchanged })).text();
  return (text ? JSON.parse(text) : undefined) as Answer<P, M>;
}

/** A file of the API, as it is. */
export async function apiFile(path: PathOf<"get">, id: string): Promise<Blob> {
  return (await succeed("get", address(path, id, undefined), { body: undefined })).blob();
}

type Event<R> = R extends { content: { "text/event-stream": infer T } } ? T : never;
/** What an operation tells event by event. */
export type EventOf<P extends keyof paths> = paths[P]["post"] extends { responses: infer R }
  ? Event<R[keyof R & 200]>
  : never;

/** One call that tells events while it works; hanging up, by the signal, stops the work. */
export async function apiEvents<P extends PathOf<"post">>(
  path: P,
  input: Input<P, "post">,
  tell: (event: EventOf<P>) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await succeed("post", address(path, input.id, undefined), { body: input.body, signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  signal.addEventListener("abort", () => void reader?.cancel().catch(() => {}), { once: true });
  let rest = "";
  while (reader) {
    const { value, done } = await reader.read();
    signal.throwIfAborted();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) tell(JSON.parse(line.slice(5)) as EventOf<P>);
    }
  }
}
