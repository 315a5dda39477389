import { Modal, SegmentedControl, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { OWNERS, PERIODS } from "./columns";

type Owner = (typeof OWNERS)[number];

function useOwnerField(owner: Owner): Field {
  const { t } = useTranslation();
  const choice = useQuery({
    queryKey: [owner === "key" ? "/keys" : "/groups", "choice", "budgets"],
    queryFn: async () =>
      owner === "key"
        ? (await api("get", "/keys", { query: { limit: 500 } })).items.map((key) => ({
            value: key.id,
            label: `${key.name} · ${key.email}`,
          }))
        : (await api("get", "/groups")).items.map((group) => ({ value: group.id, label: group.name })),
    enabled: owner !== "user",
  });
  const label = t(`dimension.${owner}`);
  if (owner === "user") return { name: "owner_id", label, kind: "user", required: true };
  return { name: "owner_id", label, kind: "select", required: true, options: choice.data ?? [] };
}

/** Sets a budget; one of the same owner and period is replaced. */
export function SetBudget({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [owner, setOwner] = useState<Owner>("key");
  const whose = useOwnerField(owner);
  const save = useChange(
    (values: Values) =>
      api("post", "/budgets", {
        body: {
          owner,
          owner_id: String(values.owner_id),
          period: String(values.period),
          limit_nanos: Number(values.limit_nanos),
          hard: values.hard === true,
          time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
      }),
    ["/budgets"],
    close,
  );
  return (
    <Modal opened onClose={close} title={t("budgets.add")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t("budgets.of")}
          value={owner}
          onChange={(value) => setOwner(value as Owner)}
          data={OWNERS.map((value) => ({ value, label: t(`dimension.${value}`) }))}
        />
        <QuickForm
          key={owner}
          action={t("budgets.add")}
          busy={save.isPending}
          error={save.error}
          submit={save.mutate}
          fields={[
            whose,
            {
              name: "period",
              label: t("budgets.period"),
              kind: "select",
              required: true,
              start: "month",
              options: PERIODS.map((value) => ({ value, label: t(`window.${value}`) })),
            },
            { name: "limit_nanos", label: t("budgets.limit"), kind: "money", required: true },
            { name: "hard", label: t("budgets.hard"), kind: "switch", hint: t("budgets.hard-hint"), start: true },
          ]}
        />
      </Stack>
    </Modal>
  );
}
