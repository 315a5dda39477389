import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { offerUndo } from "@/lib/undo";
import { ErrorNote } from "@/ui/Notes";
import { FormDialog, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import type { Budget } from "./columns";

const DAY_MILLIS = 86_400_000;

function Raise({ budget, close }: { budget: Budget; close: () => void }) {
  const { t } = useTranslation();
  const [until] = useState(() => new Date(Date.now() + DAY_MILLIS).toISOString());
  const raise = useChange(
    (values: Values) =>
      api("post", "/budgets/{id}/raise", {
        id: budget.id,
        body: { by_nanos: Number(values.by_nanos ?? 0), until: String(values.until) },
      }),
    ["/budgets"],
    close,
  );
  return (
    <FormDialog
      title={t("budgets.raise")}
      close={close}
      action={t("budgets.raise")}
      busy={raise.isPending}
      error={raise.error}
      submit={raise.mutate}
      fields={[
        { name: "by_nanos", label: t("budgets.by"), kind: "money", required: true, start: budget.raise_nanos || null },
        {
          name: "until",
          label: t("budgets.until"),
          kind: "moment",
          required: true,
          start: budget.raised_until ?? until,
        },
      ]}
    />
  );
}

/** Raises a budget for a while, ends a raise, or removes it, which can be taken back. */
export function BudgetActions({ budget }: { budget: Budget }) {
  const { t } = useTranslation();
  const [raising, setRaising] = useState(false);
  const again = useChange(
    () =>
      api("post", "/budgets", {
        body: {
          owner: budget.owner,
          owner_id: budget.owner_id,
          period: budget.period,
          time_zone: budget.time_zone,
          limit_nanos: budget.limit_nanos,
          hard: budget.hard,
          alerts: budget.alerts,
        },
      }),
    ["/budgets"],
  );
  const lower = useChange(
    () => api("post", "/budgets/{id}/raise", { id: budget.id, body: { by_nanos: 0, until: new Date().toISOString() } }),
    ["/budgets"],
  );
  const remove = useChange(
    () => api("delete", "/budgets/{id}", { id: budget.id }),
    ["/budgets"],
    () => offerUndo(t("budgets.removed"), () => again.mutate(undefined)),
  );
  if (budget.declared) return <span className="hg-quiet">{t("common.from-file")}</span>;
  return (
    <>
      <ErrorNote error={remove.error ?? lower.error ?? again.error} />
      <RowMenu
        name={`${budget.owner} ${budget.owner_id} ${budget.period}`}
        actions={[
          { label: t("budgets.raise"), act: () => setRaising(true) },
          ...(budget.raise_nanos > 0 ? [{ label: t("budgets.lower"), act: () => lower.mutate(undefined) }] : []),
          { label: t("common.remove"), danger: true, act: () => remove.mutate(undefined) },
        ]}
      />
      {raising && <Raise budget={budget} close={() => setRaising(false)} />}
    </>
  );
}
