import { Button, NumberInput, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote, fieldError } from "@/ui/Notes";
import { type Account, useChangeAccount } from "./api";

/** How much is asked of an account, and of which models. */
export function LimitsTab({ account, mayWrite }: { account: Account; mayWrite: boolean }) {
  const { t } = useTranslation();
  const change = useChangeAccount(account.id);
  const [concurrency, setConcurrency] = useState<number | string>(account.concurrency);
  const [priority, setPriority] = useState<number | string>(account.priority);
  const [weight, setWeight] = useState<number | string>(account.weight);
  const [models, setModels] = useState(account.models.join("\n"));
  const [hours, setHours] = useState(account.hours.join("\n"));
  const [notes, setNotes] = useState(account.notes);
  const lines = (text: string) =>
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      concurrency: Number(concurrency),
      priority: Number(priority),
      weight: Number(weight),
      models: lines(models),
      ...(hours.trim() || account.hours.length ? { hours: lines(hours) } : {}),
      notes,
    });
  };
  return (
    <form onSubmit={submit}>
      <fieldset disabled={!mayWrite} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack gap="sm">
          <NumberInput
            label={t("accounts.concurrency")}
            min={1}
            value={concurrency}
            onChange={setConcurrency}
            error={fieldError(change.error, "concurrency")}
          />
          <NumberInput
            label={t("accounts.priority")}
            description={t("accounts.priority-hint")}
            value={priority}
            onChange={setPriority}
            error={fieldError(change.error, "priority")}
          />
          <NumberInput
            label={t("accounts.weight")}
            description={t("accounts.weight-hint")}
            min={1}
            value={weight}
            onChange={setWeight}
            error={fieldError(change.error, "weight")}
          />
          <Textarea
            label={t("accounts.models")}
            description={t("accounts.models-hint")}
            autosize
            minRows={2}
            value={models}
            onChange={(event) => setModels(event.currentTarget.value)}
            error={fieldError(change.error, "models")}
          />
          <Textarea
            label={t("accounts.hours")}
            description={t("accounts.hours-hint")}
            autosize
            minRows={1}
            value={hours}
            onChange={(event) => setHours(event.currentTarget.value)}
            error={fieldError(change.error, "hours")}
          />
          <Textarea
            label={t("accounts.notes")}
            autosize
            minRows={1}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <ErrorNote error={change.error} />
          {mayWrite && (
            <Button type="submit" loading={change.isPending} style={{ alignSelf: "flex-start" }}>
              {change.isSuccess ? t("common.saved") : t("common.save")}
            </Button>
          )}
        </Stack>
      </fieldset>
    </form>
  );
}
