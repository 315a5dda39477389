import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newId } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { FormDialog, type Values } from "@/ui/QuickForm";

/** Subscribes a user to a plan; the id belongs to the form, so that a second press after a lost answer does nothing twice. */
export function Subscribe({ user, close }: { user: string | undefined; close: () => void }) {
  const { t } = useTranslation();
  const [id] = useState(newId);
  const plans = usePages("/plans", {}).rows;
  const add = useChange(
    (values: Values) =>
      api("post", "/subscriptions", {
        body: { id, user_id: String(values.user_id), plan: String(values.plan), paid: values.paid === true },
      }),
    ["/subscriptions"],
    close,
  );
  if (!plans) return null;
  return (
    <FormDialog
      title={t("subscriptions.add")}
      close={close}
      action={t("subscriptions.add")}
      busy={add.isPending}
      error={add.error}
      submit={add.mutate}
      fields={[
        { name: "user_id", label: t("keys.user"), kind: "user", required: true, start: user ?? null },
        {
          name: "plan",
          label: t("subscriptions.plan"),
          kind: "select",
          required: true,
          options: plans.filter((plan) => plan.enabled).map(({ name }) => ({ value: name, label: name })),
        },
        { name: "paid", label: t("subscriptions.paid"), kind: "switch", hint: t("subscriptions.paid-hint") },
      ]}
    />
  );
}
