// Small things that stand in for others' systems in the walk: a provider's sign-in, a page of another site, an authenticator app.
import { createHmac, createPublicKey, verify } from "node:crypto";
import { createServer } from "node:http";

/** Serves on a free port of this machine; what `answer` gives is sent: a status, heads and a body. */
export async function site(answer) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const { status = 200, heads = {}, text = "" } = answer(new URL(request.url, "http://site"), body, request.method);
    response.writeHead(status, heads);
    response.end(text);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** A provider that signs everybody in at once (RFC 6749, authorization code), and counts the codes it changed for tokens. */
export async function provider() {
  const changed = [];
  const made = await site((url, body) => {
    if (url.pathname === "/authorize") {
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.searchParams.set("code", "code-of-the-walk");
      back.searchParams.set("state", url.searchParams.get("state"));
      return { status: 302, heads: { location: back.href } };
    }
    if (url.pathname === "/token") {
      changed.push(new URLSearchParams(body).get("code"));
      const tokens = { access_token: "at-1", refresh_token: "rt-1", token_type: "Bearer", expires_in: 3600 };
      return { heads: { "content-type": "application/json" }, text: JSON.stringify(tokens) };
    }
    return { status: 404 };
  });
  return { ...made, changed };
}

/** A page of another system: keeps the token it was opened with, and shows the looks it is told of later. */
export async function otherPage() {
  const tokens = [];
  const made = await site((url) => {
    if (url.pathname !== "/page") return { status: 404 };
    tokens.push(url.searchParams.get("token"));
    const text = `<!doctype html><title>Top up</title><p id="looks">${url.searchParams.get("theme")}</p>
      <script>addEventListener("message", (event) => { document.getElementById("looks").textContent = event.data.theme; });</script>`;
    return { heads: { "content-type": "text/html" }, text };
  });
  return { ...made, tokens };
}

/** What a token says, once its signature holds by one of the keys (RFC 7515, 8037). */
export function checked(token, keys) {
  const [head, claims, signature] = token.split(".");
  const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
  const jwk = keys.find((key) => key.kid === read(head).kid);
  if (!jwk) throw new Error(`the page's token is by the unknown key ${read(head).kid}`);
  const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: "jwk" });
  if (!verify(null, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url")))
    throw new Error("the page's token is not signed by the key that it names");
  return read(claims);
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The six digits that an authenticator app shows for a secret (RFC 6238), so many half minutes from now. */
export function code(secret, later = 0) {
  const bits = [...secret.replaceAll(/[\s=]/g, "")]
    .map((one) => BASE32.indexOf(one).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return (number % 1_000_000).toString().padStart(6, "0");
}
