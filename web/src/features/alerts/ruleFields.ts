import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { type Field, linesOf, type Values } from "@/ui/fields";
import { LEVELS } from "@/ui/Level";

const HOUR_SECONDS = 3600;

/** What a form of a rule says, as the API takes it. */
export function bodyOf(values: Values): Schemas["NewAlertRule"] {
  return {
    metric: String(values.metric ?? ""),
    name: String(values.name ?? ""),
    subject: String(values.subject ?? ""),
    threshold: Number(values.threshold ?? 0),
    hold_seconds: Number(values.hold_seconds ?? 0),
    cool_down_seconds: Number(values.cool_down_seconds ?? HOUR_SECONDS),
    severity: String(values.severity ?? "warning"),
    mail: values.mail === true,
    mail_to: linesOf(values.mail_to),
    webhooks: values.webhooks === true,
    enabled: values.enabled === true,
  };
}

/** The fields of a rule; what it watches is chosen once, since another metric is another rule. */
export function useRuleFields(
  rule: Schemas["AlertRuleView"] | null,
  metrics: readonly Schemas["AlertMetricView"][],
  typed: Values,
): Field[] {
  const { t } = useTranslation();
  const first = metrics[0]?.metric;
  const chosen = metrics.find((one) => one.metric === (rule?.metric ?? typed.metric ?? first));
  const told = chosen && t(chosen.below ? "alerts.when-below" : "alerts.when-above", { unit: chosen.unit });
  return [
    ...(rule
      ? []
      : [
          {
            name: "metric",
            label: t("alerts.metric"),
            kind: "select" as const,
            required: true,
            start: first ?? null,
            options: metrics.map((one) => ({ value: one.metric, label: one.meaning })),
          },
        ]),
    { name: "name", label: t("common.name"), kind: "text", required: true, start: rule?.name },
    {
      name: "threshold",
      label: t("alerts.threshold"),
      kind: "number",
      required: true,
      hint: told,
      start: rule?.threshold,
    },
    { name: "subject", label: t("alerts.subject"), kind: "text", hint: t("alerts.subject-hint"), start: rule?.subject },
    {
      name: "hold_seconds",
      label: t("alerts.hold-seconds"),
      kind: "number",
      hint: t("alerts.hold-hint"),
      start: rule?.hold_seconds ?? 0,
    },
    {
      name: "cool_down_seconds",
      label: t("alerts.cool-seconds"),
      kind: "number",
      hint: t("alerts.cool-hint"),
      start: rule?.cool_down_seconds ?? HOUR_SECONDS,
    },
    {
      name: "severity",
      label: t("alerts.severity"),
      kind: "select",
      required: true,
      start: rule?.severity ?? "warning",
      options: LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
    },
    { name: "mail", label: t("alerts.mail"), kind: "switch", start: rule?.mail ?? true },
    {
      name: "mail_to",
      label: t("alerts.mail-to"),
      kind: "lines",
      hint: t("alerts.mail-to-hint"),
      start: rule?.mail_to.join("\n"),
    },
    { name: "webhooks", label: t("nav.webhooks"), kind: "switch", start: rule?.webhooks ?? true },
    { name: "enabled", label: t("alerts.enabled"), kind: "switch", start: rule?.enabled ?? true },
  ];
}
