import { Button, Modal, Stack } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Controller, type Resolver, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FieldInput } from "./FieldInput";
import { type Field, schemaOf, shown, taken, type Values } from "./fields";
import { ErrorNote, fieldError } from "./Notes";

export type { Field, Values } from "./fields";

interface FormProps {
  fields: readonly Field[];
  action: string;
  busy: boolean;
  error: unknown;
  submit: (values: Values) => void;
  children?: ReactNode;
  /** Told of all that is typed so far, for fields that depend on others. */
  onTyped?: (values: Values) => void;
}

function resolver(fields: readonly Field[]): Resolver<Values> {
  return (values) => {
    const judged = schemaOf(fields).safeParse(values);
    if (judged.success) return { values, errors: {} };
    const errors = judged.error.issues.map((issue) => [
      String(issue.path[0]),
      { type: "custom", message: issue.message },
    ]);
    return { values: {}, errors: Object.fromEntries(errors) };
  };
}

/** Leaving the page with something typed and not sent is asked about; a change of filters is no leaving. */
function useLeaveAsked(dirty: boolean): void {
  const { t } = useTranslation();
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t("common.leave")),
    enableBeforeUnload: dirty,
  });
}

/** A small form: what is missing is said at once, the rest the server judges, and its words stand at the field. */
export function QuickForm({ fields, action, busy, error, submit, children, onTyped }: FormProps) {
  const { t } = useTranslation();
  const { control, getValues, handleSubmit, formState } = useForm<Values>({
    defaultValues: Object.fromEntries(fields.map((field) => [field.name, shown(field)])),
    resolver: resolver(fields),
  });
  useLeaveAsked(formState.isDirty && !formState.isSubmitted);
  const send = handleSubmit((values) =>
    submit(
      Object.fromEntries(
        fields
          .filter((field) => !field.locked)
          .map((field) => [field.name, taken(field, values[field.name] ?? shown(field))]),
      ),
    ),
  );
  return (
    <form noValidate onSubmit={(event) => void send(event)}>
      <Stack gap="sm">
        {fields.map((field) => (
          <Controller
            key={field.name}
            name={field.name}
            control={control}
            defaultValue={shown(field)}
            render={({ field: held, fieldState }) => (
              <FieldInput
                field={field}
                value={held.value ?? null}
                error={fieldState.error?.message ? t(fieldState.error.message) : fieldError(error, field.name)}
                set={(value) => {
                  held.onChange(value);
                  onTyped?.(getValues());
                }}
              />
            )}
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

/** The same in a dialog; a press beside it does not throw away what was typed. */
export function FormDialog({
  title,
  close,
  size,
  ...form
}: FormProps & { title: string; close: () => void; size?: string }) {
  const { t } = useTranslation();
  const [dirty, setDirty] = useState(false);
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      closeOnClickOutside={!dirty}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <QuickForm {...form} onTyped={() => setDirty(true)} />
    </Modal>
  );
}
