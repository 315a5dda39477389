import type { TFunction } from "i18next";
import type { Schemas } from "@/lib/api/client";
import { linesOf } from "../fields";
import type { Field, Values } from "../QuickForm";

export const GRANTS = ["authorization-code", "device-code", "refresh-token", "client-credentials"] as const;
export type CredentialKind = "api-key" | "oauth" | "service-account";

/** What kinds of credential an account of that provider may have. */
export function kindsOf(provider: string): CredentialKind[] {
  return provider === "gemini" ? ["api-key", "oauth", "service-account"] : ["api-key", "oauth"];
}

const own = (values: Values) => values.preset == null;

function oauthFields(t: TFunction, values: Values): Field[] {
  const text = (name: string, more: Partial<Field> = {}): Field => ({
    name,
    label: t(`oauth.${name}`),
    kind: "text",
    ...more,
  });
  const grant = String(values.grant ?? GRANTS[0]);
  return [
    {
      name: "grant",
      label: t("oauth.grant"),
      kind: "select",
      required: true,
      options: GRANTS.map((value) => ({ value, label: t(`grant.${value}`) })),
    },
    {
      name: "preset",
      label: t("oauth.preset"),
      kind: "select",
      hint: t("oauth.preset-hint"),
      options: ["google", "microsoft"].map((value) => ({ value, label: t(`sites.preset-${value}`) })),
    },
    ...(values.preset === "microsoft" ? [text("tenant", { required: true })] : []),
    text("client_id", { required: true, hint: t("oauth.client_id-hint") }),
    text("client_secret", { kind: "password", hint: t("accounts.key-hint") }),
    ...(own(values) ? [text("token_url", { required: true })] : []),
    ...(own(values) && grant === "authorization-code" ? [text("authorization_url", { required: true })] : []),
    ...(own(values) && grant === "device-code" ? [text("device_url", { required: true })] : []),
    ...(grant === "refresh-token" ? [text("refresh_token", { kind: "password", required: true })] : []),
    text("scopes", { kind: "lines", hint: t("oauth.scopes-hint") }),
  ];
}

/** The fields of a credential; those of OAuth depend on what was chosen so far. */
export function credentialFields(t: TFunction, kind: CredentialKind, values: Values): Field[] {
  if (kind === "oauth") return oauthFields(t, values);
  if (kind === "service-account")
    return [{ name: "key_json", label: t("accounts.key-file"), kind: "file", required: true }];
  return [
    {
      name: "api_key",
      label: t("credential.api-key"),
      kind: "password",
      hint: t("accounts.key-hint"),
      required: true,
    },
  ];
}

const text = (value: Values[string] | undefined) => (typeof value === "string" && value ? value : null);

export function credentialOf(kind: CredentialKind, values: Values): Schemas["CredentialInput"] {
  if (kind === "api-key") return { type: kind, api_key: String(values.api_key ?? "").trim() };
  if (kind === "service-account") return { type: kind, key_json: String(values.key_json ?? "") };
  return {
    type: kind,
    grant: text(values.grant),
    preset: text(values.preset),
    tenant: text(values.tenant),
    client_id: text(values.client_id),
    client_secret: text(values.client_secret),
    token_url: text(values.token_url),
    authorization_url: text(values.authorization_url),
    device_url: text(values.device_url),
    refresh_token: text(values.refresh_token),
    scopes: linesOf(values.scopes),
  };
}
