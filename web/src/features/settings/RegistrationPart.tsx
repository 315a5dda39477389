import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { linesOf } from "@/ui/fields";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";

const MODES = ["closed", "invitation", "open"];

/** Who may make an account. */
export function RegistrationPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/settings/registration"], queryFn: () => api("get", "/settings/registration") });
  const change = useChange(
    (values: Values) =>
      api("patch", "/settings/registration", {
        body: { mode: String(values.mode), allowed_domains: linesOf(values.allowed_domains) },
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
          ]}
        />
      )}
    </Card>
  );
}
