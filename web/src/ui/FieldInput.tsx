import { FileInput, MultiSelect, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Field, Value } from "./fields";
import { UserSelect } from "./UserSelect";

interface Props {
  field: Field;
  value: Value;
  error: string | undefined;
  set: (value: Value) => void;
}

/** The input of a field, by its kind. */
export function FieldInput({ field, value, error, set }: Props) {
  const { t } = useTranslation();
  const common = {
    label: field.label,
    description: field.locked ?? field.hint,
    withAsterisk: field.required && !field.locked,
    disabled: field.locked !== undefined,
    error,
  };
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
    case "user":
      return <UserSelect {...common} value={(value as string | null) || null} onChange={set} />;
    case "file":
      return (
        <FileInput
          {...common}
          clearable
          onChange={(file) => void (file ? file.text() : Promise.resolve("")).then(set)}
        />
      );
    case "choices":
      return (
        <MultiSelect
          {...common}
          data={[...(field.options ?? [])]}
          value={value as string[]}
          onChange={set}
          searchable
        />
      );
    case "switch":
      return (
        <Switch
          label={field.label}
          description={common.description}
          disabled={common.disabled}
          checked={value === true}
          onChange={(event) => set(event.currentTarget.checked)}
        />
      );
    case "lines":
      return <Textarea {...text} autosize minRows={2} />;
    case "password":
      return <PasswordInput {...text} autoComplete="new-password" />;
    case "money":
      return <TextInput {...text} leftSection="$" inputMode="decimal" />;
    case "price":
      return (
        <TextInput
          {...text}
          leftSection="$"
          inputMode="decimal"
          rightSection={<span className="hg-quiet">{t("common.per-million")}</span>}
          rightSectionWidth={44}
        />
      );
    default:
      return <TextInput {...text} type={field.kind === "moment" ? "datetime-local" : field.kind} />;
  }
}
