/** What a test call tells while it runs. */
export interface Progress {
  text: string;
  requestId: string;
  done: boolean;
}

/** The pieces of text in an Anthropic stream's line. */
export function piece(line: string): string {
  if (!line.startsWith("data:")) return "";
  const event = JSON.parse(line.slice(5)) as { delta?: { text?: string } };
  return event.delta?.text ?? "";
}

/** Calls a model with the key as any tool would, and tells the answer as it streams. */
export async function tryOut(key: string, model: string, tell: (progress: Progress) => void): Promise<void> {
  const answer = await fetch("/v1/messages", {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    credentials: "omit",
    body: JSON.stringify({ model, max_tokens: 100, stream: true, messages: [{ role: "user", content: "Say hello." }] }),
  });
  const requestId = answer.headers.get("x-request-id") ?? "";
  if (!answer.ok || !answer.body) {
    const words = await answer.text();
    let told = words;
    try {
      told = (JSON.parse(words) as { error?: { message?: string } }).error?.message ?? words;
    } catch {
      // not JSON: shown as it is
    }
    throw new Error(`${answer.status}: ${told}`);
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    text += lines.map(piece).join("");
    tell({ text, requestId, done: false });
  }
  tell({ text, requestId, done: true });
}
