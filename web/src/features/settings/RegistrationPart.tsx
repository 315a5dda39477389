import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useMay } from "@/lib/session";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { linesOf } from "@/ui/fields";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";

const MODES = ["closed", "invitation", "open"];

/** Who may make an account. */
export function RegistrationPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const mayMoney = useMay()("money:write");
  const found = useQuery({ queryKey: ["/settings/registration"], queryFn: () => api("get", "/settings/registration") });
  const change = useChange(
    (values: Values) =>
      api("patch", "/settings/registration", {
        body: {
          mode: String(values.mode),
          allowed_domains: linesOf(values.allowed_domains),
          concurrency: Number(values.concurrency ?? 0),
          requests_per_minute: Number(values.requests_per_minute ?? 0),
          ...(mayMoney ? { balance_nanos: Number(values.balance_nanos ?? 0) } : {}),
        },
      }),
    ["/settings/registration", "/sign-in/options"],
  );
  return (
    <Card title={t("settings.registration")}>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={120} />}
      {found.data && !mayWrite && (
        <Facts
          rows={[
            [t("settings.mode"), t(`settings.mode-${found.data.mode}`)],
            [t("settings.domains"), found.data.allowed_domains.join(", ") || t("settings.any-domain")],
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
              name: "mode",
              label: t("settings.mode"),
              kind: "select",
              required: true,
              start: found.data.mode,
              options: MODES.map((value) => ({ value, label: t(`settings.mode-${value}`) })),
            },
            {
              name: "allowed_domains",
              label: t("settings.domains"),
              kind: "lines",
              hint: t("settings.domains-hint"),
              start: found.data.allowed_domains.join("\n"),
            },
            ...(mayMoney
              ? [
                  {
                    name: "balance_nanos",
                    label: t("invitations.gift"),
                    kind: "money" as const,
                    start: found.data.balance_nanos || null,
                  },
                ]
              : []),
            {
              name: "concurrency",
              label: t("limits.concurrency"),
              kind: "number",
              hint: t("settings.no-limit"),
              start: found.data.concurrency || null,
            },
            {
              name: "requests_per_minute",
              label: t("limits.requests_per_minute"),
              kind: "number",
              hint: t("settings.no-limit"),
              start: found.data.requests_per_minute || null,
            },
          ]}
        />
      )}
    </Card>
  );
}
