import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newId, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { type Field, FormDialog, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";

type Subscription = Schemas["SubscriptionView"];
type Step = "renew" | "extend" | "suspend" | "resume" | "cancel";

function send(step: Step, subscription: string, values: Values, operation: string) {
  const at = { id: subscription };
  const body = { id: operation };
  switch (step) {
    case "renew":
      return api("post", "/subscriptions/{id}/renew", { ...at, body: { ...body, paid: values.paid === true } });
    case "extend":
      return api("post", "/subscriptions/{id}/extend", { ...at, body: { ...body, by: String(values.by) } });
    case "suspend":
      return api("post", "/subscriptions/{id}/suspend", { ...at, body });
    case "resume":
      return api("post", "/subscriptions/{id}/resume", { ...at, body });
    case "cancel":
      return api("post", "/subscriptions/{id}/cancel", {
        ...at,
        body: { ...body, at_once: values.when === "now" },
      });
  }
}

function useFields(step: Step): Field[] {
  const { t } = useTranslation();
  if (step === "renew")
    return [{ name: "paid", label: t("subscriptions.paid"), kind: "switch", hint: t("subscriptions.paid-hint") }];
  if (step === "extend")
    return [
      {
        name: "by",
        label: t("subscriptions.by"),
        kind: "text",
        hint: t("subscriptions.by-hint"),
        required: true,
        start: "7d",
      },
    ];
  return [
    {
      name: "when",
      label: t("subscriptions.when"),
      kind: "select",
      required: true,
      options: ["end", "now"].map((value) => ({ value, label: t(`subscriptions.when-${value}`) })),
    },
  ];
}

function Asked({ step, subscription, close }: { step: Step; subscription: Subscription; close: () => void }) {
  const { t } = useTranslation();
  const [operation] = useState(newId);
  const act = useChange((values: Values) => send(step, subscription.id, values, operation), ["/subscriptions"], close);
  return (
    <FormDialog
      title={`${t(`subscriptions.${step}`)}: ${subscription.plan}`}
      close={close}
      action={t(`subscriptions.${step}`)}
      busy={act.isPending}
      error={act.error}
      submit={act.mutate}
      fields={useFields(step)}
    />
  );
}

/** What can be done to a subscription; suspending is undone by resuming, so it isn't asked about. */
export function SubscriptionActions({
  subscription,
  failed,
}: {
  subscription: Subscription;
  failed: (error: unknown) => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Step | null>(null);
  const act = useChange((step: Step) => send(step, subscription.id, {}, newId()), ["/subscriptions"]);
  useEffect(() => {
    if (act.error) failed(act.error);
  }, [act.error, failed]);
  if (subscription.state === "cancelled") return null;
  const suspended = subscription.state === "suspended";
  const toggle: Step = suspended ? "resume" : "suspend";
  return (
    <>
      <RowMenu
        name={subscription.plan}
        actions={[
          { label: t("subscriptions.renew"), act: () => setOpen("renew") },
          { label: t("subscriptions.extend"), act: () => setOpen("extend") },
          { label: t(`subscriptions.${toggle}`), act: () => act.mutate(toggle) },
          { label: t("subscriptions.cancel"), danger: true, act: () => setOpen("cancel") },
        ]}
      />
      {open && <Asked step={open} subscription={subscription} close={() => setOpen(null)} />}
    </>
  );
}
