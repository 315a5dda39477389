import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";

/** How long records are kept; sums and the ledger stay. */
export function RetentionPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/settings/retention"], queryFn: () => api("get", "/settings/retention") });
  const change = useChange(
    (values: Values) =>
      api("patch", "/settings/retention", {
        body: {
          call_days: values.call_days as number | null,
          audit_days: Number(values.audit_days),
          quota_days: Number(values.quota_days),
        },
      }),
    ["/settings/retention"],
  );
  return (
    <Card title={t("retention.title")}>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={120} />}
      {found.data && !mayWrite && (
        <Facts
          rows={[
            [t("retention.calls"), found.data.call_days ?? t("common.from-file")],
            [t("retention.audit"), found.data.audit_days],
            [t("retention.quotas"), found.data.quota_days],
          ]}
        />
      )}
      {found.data && mayWrite && (
        <QuickForm
          action={t(change.isSuccess ? "common.saved" : "common.save")}
          busy={change.isPending}
          error={change.error}
          submit={change.mutate}
          fields={[
            {
              name: "call_days",
              label: t("retention.calls"),
              kind: "number",
              hint: t("retention.calls-hint"),
              start: found.data.call_days ?? null,
            },
            {
              name: "audit_days",
              label: t("retention.audit"),
              kind: "number",
              hint: t("retention.audit-hint"),
              required: true,
              start: found.data.audit_days,
            },
            {
              name: "quota_days",
              label: t("retention.quotas"),
              kind: "number",
              hint: t("retention.quotas-hint"),
              required: true,
              start: found.data.quota_days,
            },
          ]}
        />
      )}
    </Card>
  );
}
