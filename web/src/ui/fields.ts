import * as z from "zod/mini";
import { exactMoney, parseMoney, parsePerMillion, perMillion } from "@/lib/format";

export type Kind =
  | "text"
  | "email"
  | "password"
  | "number"
  | "money"
  | "price"
  | "select"
  | "choices"
  | "user"
  | "file"
  | "lines"
  | "switch"
  | "moment";
export type Value = string | number | boolean | null | string[];
export type Values = Record<string, Value>;

export interface Field {
  /** As the API calls it, so that the server's words land on it. */
  name: string;
  label: string;
  kind: Kind;
  hint?: string;
  required?: boolean;
  options?: readonly { value: string; label: string }[];
  start?: Value;
  /** Why the viewer may not change it; what it holds is shown, and not sent. */
  locked?: string;
}

function localMoment(iso: string): string {
  const date = new Date(iso);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A field's first content, from what the API told. */
export function shown(field: Field): Value {
  const start = field.start ?? null;
  switch (field.kind) {
    case "money":
      return typeof start === "number" ? exactMoney(start).replace("$", "").replace("−", "-") : "";
    case "price":
      return typeof start === "number" ? perMillion(start).replace("$", "") : "";
    case "moment":
      return typeof start === "string" && start ? localMoment(start) : "";
    case "switch":
      return start ?? false;
    case "select":
      return start ?? (field.required ? (field.options?.[0]?.value ?? null) : null);
    case "choices":
      return start ?? [];
    default:
      return start ?? "";
  }
}

/** What a field holds while it is typed, to what the API takes: money to nano-dollars, moments to ISO, nothing to null. */
export function taken(field: Field, typed: Value): Value {
  if (field.kind === "money") return typeof typed === "string" && typed.trim() ? parseMoney(typed) : null;
  if (field.kind === "price") return typeof typed === "string" && typed.trim() ? parsePerMillion(typed) : null;
  if (field.kind === "moment") return typed ? new Date(String(typed)).toISOString() : null;
  if (field.kind === "number") return typed === "" || typed === null ? null : Number(typed);
  if (field.kind === "password") return typed === "" ? null : typed;
  if (typeof typed === "string") return typed.trim() === "" ? null : typed.trim();
  return typed;
}

const nothing = (value: Value) => value === null || (typeof value === "string" && value.trim() === "");

/** One field's rule; its messages are keys of texts. */
function rule(field: Field) {
  return z.custom<Value>().check((context) => {
    const { value } = context;
    const say = (message: string) => context.issues.push({ code: "custom", message, input: value });
    if (nothing(value)) {
      if (field.required && field.kind !== "switch") say("common.needed");
    } else if (field.kind === "money" || field.kind === "price") {
      if (taken(field, value) === null) say("common.no-amount");
    } else if (field.kind === "email" && !/^\S+@\S+$/.test(String(value).trim())) say("common.no-email");
    else if (field.kind === "number" && !Number.isFinite(Number(value))) say("common.no-number");
  });
}

/** What a form must hold before it is sent; the server judges the rest. */
export function schemaOf(fields: readonly Field[]) {
  return z.object(Object.fromEntries(fields.map((field) => [field.name, rule(field)])));
}

/** What a field of lines says, without what is empty. */
export function linesOf(value: Value | undefined): string[] {
  return String(value ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}
