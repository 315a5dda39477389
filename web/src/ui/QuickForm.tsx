import { Button, Modal, NumberInput, PasswordInput, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { exactMoney, parseMoney } from "@/lib/format";
import { ErrorNote, fieldError } from "./Notes";

export type Kind = "text" | "email" | "password" | "number" | "money" | "select" | "lines" | "switch" | "moment";
export type Value = string | number | boolean | null;
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
}

/** What a field holds while it is typed, to what the API takes: money to nano-dollars, moments to ISO, nothing to null. */
export function taken(field: Field, typed: Value): Value {
  if (field.kind === "money") return typeof typed === "string" && typed.trim() ? parseMoney(typed) : null;
  if (field.kind === "moment") return typed ? new Date(String(typed)).toISOString() : null;
  if (field.kind === "number") return typed === "" || typed === null ? null : Number(typed);
  if (typeof typed === "string") return typed.trim() === "" ? null : typed.trim();
  return typed;
}

/** A field's first content, from what the API told. */
export function shown(field: Field): Value {
  const start = field.start ?? null;
  if (field.kind === "money")
    return typeof start === "number" ? exactMoney(start).replace("$", "").replace("−", "-") : "";
  if (field.kind === "switch") return start ?? false;
  if (field.kind === "select") return start ?? (field.required ? (field.options?.[0]?.value ?? null) : null);
  return start ?? "";
}

interface InputProps {
  field: Field;
  value: Value;
  error: string | undefined;
  set: (value: Value) => void;
}

function Input({ field, value, error, set }: InputProps) {
  const { t } = useTranslation();
  const common = { label: field.label, description: field.hint, required: field.required, error };
  const text = {
    ...common,
    value: String(value ?? ""),
    onChange: (event: { currentTarget: { value: string } }) => set(event.currentTarget.value),
  };
  switch (field.kind) {
    case "number":
      return <NumberInput {...common} value={value as number | string} onChange={set} />;
    case "select":
      return (
        <Select
          {...common}
          searchable={(field.options?.length ?? 0) > 8}
          allowDeselect={!field.required}
          data={[...(field.options ?? [])]}
          value={value as string | null}
          onChange={set}
        />
      );
    case "switch":
      return (
        <Switch
          label={field.label}
          description={field.hint}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "lines":
      return <Textarea {...text} autosize minRows={2} />;
    case "password":
      return <PasswordInput {...text} autoComplete="new-password" />;
    case "money": {
      const wrong = String(value ?? "").trim() !== "" && parseMoney(String(value)) === null;
      return (
        <TextInput
          {...text}
          leftSection="$"
          inputMode="decimal"
          error={error ?? (wrong ? t("common.no-amount") : undefined)}
        />
      );
    }
    default:
      return <TextInput {...text} type={field.kind === "moment" ? "datetime-local" : field.kind} />;
  }
}

interface FormProps {
  fields: readonly Field[];
  action: string;
  busy: boolean;
  error: unknown;
  submit: (values: Values) => void;
  children?: ReactNode;
}

/** A small form: the server judges each field, its words stand at the field. */
export function QuickForm({ fields, action, busy, error, submit, children }: FormProps) {
  const [typed, setTyped] = useState<Values>(() =>
    Object.fromEntries(fields.map((field) => [field.name, shown(field)])),
  );
  const value = (field: Field) => typed[field.name] ?? shown(field);
  const wrong = fields.some(
    (field) => field.kind === "money" && value(field) !== "" && taken(field, value(field)) === null,
  );
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!wrong) submit(Object.fromEntries(fields.map((field) => [field.name, taken(field, value(field))])));
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        {fields.map((field) => (
          <Input
            key={field.name}
            field={field}
            value={value(field)}
            error={fieldError(error, field.name)}
            set={(next) => setTyped((before) => ({ ...before, [field.name]: next }))}
          />
        ))}
        {children}
        <ErrorNote error={error} />
        <Button type="submit" loading={busy} style={{ alignSelf: "flex-start" }}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}

/** The same in a dialog. */
export function FormDialog({ title, close, ...form }: FormProps & { title: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <QuickForm {...form} />
    </Modal>
  );
}
