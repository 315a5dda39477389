import { Button, MultiSelect, NumberInput, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { difference, left } from "@/lib/change";
import { offerUndo } from "@/lib/undo";
import { useGroupNames } from "@/ui/account/api";
import { linesOf } from "@/ui/fields";
import { ErrorNote, fieldError } from "@/ui/Notes";
import { type Account, useChangeAccount } from "./api";

interface Typed {
  groups: string[];
  concurrency: number | string;
  priority: number | string;
  weight: number | string;
  models: string;
  hours: string;
  notes: string;
}

function shown(account: Account): Typed {
  const { groups, concurrency, priority, weight, notes } = account;
  return {
    groups,
    concurrency,
    priority,
    weight,
    models: account.models.join("\n"),
    hours: account.hours.join("\n"),
    notes,
  };
}

function wished(typed: Typed) {
  return {
    groups: typed.groups,
    concurrency: Number(typed.concurrency),
    priority: Number(typed.priority),
    weight: Number(typed.weight),
    models: linesOf(typed.models),
    hours: linesOf(typed.hours),
    notes: typed.notes,
  };
}

/** How much is asked of an account, by which groups, and of which models. What is saved can be taken back. */
export function LimitsTab({ account, mayWrite }: { account: Account; mayWrite: boolean }) {
  const { t } = useTranslation();
  const save = useChangeAccount(account.id);
  const [typed, setTyped] = useState(() => shown(account));
  const names = useGroupNames()?.map((group) => group.name) ?? account.groups;
  const set = (some: Partial<Typed>) => setTyped((before) => ({ ...before, ...some }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { change, back } = difference(wished(shown(account)), wished(typed));
    save.mutate(
      { body: change },
      {
        onSuccess: (after) => {
          if (Object.keys(back).length > 0)
            offerUndo(t("accounts.changed-one", { name: account.name }), async () =>
              setTyped(shown(await save.mutateAsync({ body: back, unchanged: left(after, back) }))),
            );
        },
      },
    );
  };
  const number = (name: "concurrency" | "priority" | "weight") => ({
    label: t(`accounts.${name}`),
    value: typed[name],
    onChange: (value: number | string) => set({ [name]: value }),
    error: fieldError(save.error, name),
  });
  const lines = (name: "models" | "hours" | "notes", hint?: string) => ({
    label: t(`accounts.${name}`),
    description: hint && t(hint),
    autosize: true,
    minRows: 1,
    value: typed[name],
    onChange: (event: { currentTarget: HTMLTextAreaElement }) => set({ [name]: event.currentTarget.value }),
    error: fieldError(save.error, name),
  });
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!mayWrite} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack gap="sm">
          <MultiSelect
            label={t("accounts.groups")}
            data={names}
            value={typed.groups}
            onChange={(groups) => set({ groups })}
            disabled={!mayWrite}
            error={fieldError(save.error, "groups")}
          />
          <NumberInput min={1} {...number("concurrency")} />
          <NumberInput description={t("accounts.priority-hint")} {...number("priority")} />
          <NumberInput min={1} description={t("accounts.weight-hint")} {...number("weight")} />
          <Textarea {...lines("models", "accounts.models-hint")} />
          <Textarea {...lines("hours", "accounts.hours-hint")} />
          <Textarea {...lines("notes")} />
          <ErrorNote error={save.error} />
          {mayWrite && (
            <Button type="submit" loading={save.isPending} style={{ alignSelf: "flex-start" }}>
              {save.isSuccess ? t("common.saved") : t("common.save")}
            </Button>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
