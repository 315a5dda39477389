import type { Schemas } from "./api/client";

/** Bytes to base64url without padding, as the API wants them. */
export function toBase64Url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function known(id: string): PublicKeyCredentialDescriptor {
  return { type: "public-key", id: fromBase64Url(id) };
}

/** Whether this browser can do it at all; pages without TLS can't. */
export function passkeysWork(): boolean {
  return typeof PublicKeyCredential !== "undefined" && "credentials" in navigator;
}

/** Asks the person for a passkey; throws what the browser says when they don't want to or have none. */
export async function answerChallenge(asked: Schemas["PasskeyChallenge"]): Promise<Schemas["PasskeyAnswer"]> {
  const found = (await navigator.credentials.get({
    publicKey: {
      challenge: fromBase64Url(asked.challenge),
      rpId: asked.site,
      allowCredentials: asked.passkeys.map(known),
      userVerification: "required",
    },
  })) as PublicKeyCredential | null;
  if (!found) throw new Error("no passkey");
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    id: toBase64Url(found.rawId),
    client_data_json: toBase64Url(response.clientDataJSON),
    authenticator_data: toBase64Url(response.authenticatorData),
    signature: toBase64Url(response.signature),
    user_handle: response.userHandle ? toBase64Url(response.userHandle) : null,
  };
}

/** Has the person make a passkey, to be kept under that name. */
export async function makePasskey(options: Schemas["PasskeyOptions"], name: string): Promise<Schemas["NewPasskey"]> {
  const made = (await navigator.credentials.create({
    publicKey: {
      challenge: fromBase64Url(options.challenge),
      rp: { id: options.site, name: "Headgate" },
      user: { id: fromBase64Url(options.user_handle), name: options.user_name, displayName: options.user_name },
      pubKeyCredParams: options.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: options.exclude.map(known),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  })) as PublicKeyCredential | null;
  if (!made) throw new Error("no passkey");
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    name,
    client_data_json: toBase64Url(response.clientDataJSON),
    attestation_object: toBase64Url(response.attestationObject),
  };
}

/** Whether that is the browser telling that the person said no, or waited too long; nothing to be shown as an error. */
export function declined(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}
