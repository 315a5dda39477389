import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { FormDialog, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { Money } from "@/ui/Value";

const WINDOWS = ["five_hours_nanos", "day_nanos", "week_nanos", "month_nanos"] as const;

function AddPlan({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const groups = useQuery({ queryKey: ["/groups", "names"], queryFn: () => api("get", "/groups") }).data?.items;
  const add = useChange(
    (values: Values) =>
      api("post", "/plans", {
        body: {
          name: String(values.name),
          group_id: String(values.group_id),
          price_nanos: values.price_nanos as number | null,
          validity: String(values.validity),
          renewal: String(values.renewal),
          limits: Object.fromEntries(WINDOWS.map((name) => [name, values[name] ?? null])) as Schemas["Limits"],
        },
      }),
    ["/plans"],
    close,
  );
  if (!groups) return null;
  return (
    <FormDialog
      title={t("plans.add")}
      close={close}
      action={t("plans.add")}
      busy={add.isPending}
      error={add.error}
      submit={add.mutate}
      fields={[
        { name: "name", label: t("common.name"), kind: "text", required: true },
        {
          name: "group_id",
          label: t("keys.group"),
          kind: "select",
          required: true,
          options: groups.map((group) => ({ value: group.id, label: group.name })),
        },
        { name: "price_nanos", label: t("plans.price"), kind: "money" },
        {
          name: "validity",
          label: t("plans.validity"),
          kind: "text",
          required: true,
          hint: t("plans.validity-hint"),
          start: "1mo",
        },
        {
          name: "renewal",
          label: t("plans.renewal"),
          kind: "select",
          required: true,
          options: ["none", "balance"].map((value) => ({ value, label: t(`renewal.${value}`) })),
        },
        ...WINDOWS.map((name) => ({ name, label: t(`limits.spend_${name}`), kind: "money" as const })),
      ]}
    />
  );
}

/** What users can subscribe to. */
export function PlansPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("prices:write");
  const [adding, setAdding] = useState(false);
  const plans = usePages("/plans", {});
  const enable = useChange(
    ({ id, enabled }: { id: string; enabled: boolean }) => api("patch", "/plans/{id}", { id, body: { enabled } }),
    ["/plans"],
  );
  return (
    <Page title={t("nav.plans")} actions={mayWrite && <AddButton label={t("plans.add")} act={() => setAdding(true)} />}>
      <ErrorNote error={enable.error} />
      <DataTable
        name={t("nav.plans")}
        id="plans"
        source={plans}
        rowId={(row) => row.id}
        empty={t("plans.empty")}
        columns={[
          {
            key: "name",
            head: t("common.name"),
            cell: (row) => (
              <Link to="/subscriptions" search={{ plan_id: row.id } as never}>
                {row.name}
              </Link>
            ),
          },
          { key: "group", head: t("keys.group"), lesser: true, cell: (row) => row.group },
          { key: "price", head: t("plans.price"), right: true, cell: (row) => <Money nanos={row.price_nanos} /> },
          { key: "validity", head: t("plans.validity"), lesser: true, cell: (row) => row.validity },
          { key: "renewal", head: t("plans.renewal"), lesser: true, cell: (row) => t(`renewal.${row.renewal}`) },
          {
            key: "state",
            head: t("common.state"),
            lesser: true,
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              row.declared ? (
                <span className="hg-quiet">{t("common.from-file")}</span>
              ) : (
                mayWrite && (
                  <RowMenu
                    name={row.name}
                    actions={[
                      {
                        label: t(row.enabled ? "common.disable" : "common.enable"),
                        act: () => enable.mutate({ id: row.id, enabled: !row.enabled }),
                      },
                    ]}
                  />
                )
              ),
          },
        ]}
      />
      {adding && <AddPlan close={() => setAdding(false)} />}
    </Page>
  );
}
