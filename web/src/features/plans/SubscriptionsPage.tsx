import { Group, Pill } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { Gauge } from "@/ui/Gauge";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { UserName } from "@/ui/UserName";
import { UserSelect } from "@/ui/UserSelect";
import { Time } from "@/ui/Value";
import { Subscribe } from "./Subscribe";
import { SubscriptionActions } from "./SubscriptionActions";

const STATES = ["active", "suspended", "cancelled"];

function used(window: Schemas["WindowView"]): number {
  return window.limit_nanos > 0 ? Math.round((window.used_nanos / window.limit_nanos) * 1e6) : 0;
}

/** Who is subscribed to what, and how much of it is used. */
export function SubscriptionsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("money:write");
  const [{ user_id, plan_id, state }, set] = useFilters();
  const [adding, setAdding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const subscriptions = usePages("/subscriptions", { user_id, plan_id, state });
  const add = mayWrite && <AddButton label={t("subscriptions.add")} act={() => setAdding(true)} />;
  return (
    <Page title={t("nav.subscriptions")} actions={add}>
      <Group gap="xs" mb="sm" className="hg-filters">
        <UserSelect
          clearable
          placeholder={t("keys.user")}
          aria-label={t("keys.user")}
          value={user_id ?? null}
          onChange={(value) => set({ user_id: value ?? undefined })}
        />
        <Select
          clearable
          placeholder={t("common.state")}
          aria-label={t("common.state")}
          value={state ?? null}
          data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(value) => set({ state: value ?? undefined })}
        />
        {plan_id && (
          <Pill
            withRemoveButton
            removeButtonProps={{ "aria-label": t("common.clear") }}
            onRemove={() => set({ plan_id: undefined })}
          >
            {t("subscriptions.one-plan")}
          </Pill>
        )}
      </Group>
      <ErrorNote error={error} />
      <DataTable
        name={t("nav.subscriptions")}
        id="subscriptions"
        source={subscriptions}
        rowId={(row) => row.id}
        empty={
          user_id || plan_id || state ? (
            t("common.nothing-found")
          ) : (
            <Empty words={t("subscriptions.empty")} action={add} />
          )
        }
        columns={[
          { key: "user", head: t("keys.user"), cell: (row) => <UserName id={row.user_id} /> },
          { key: "plan", head: t("subscriptions.plan"), cell: (row) => row.plan },
          { key: "state", head: t("common.state"), cell: (row) => <State state={row.state} /> },
          {
            key: "windows",
            head: t("accounts.quota"),
            lesser: true,
            cell: (row) => (
              <Group gap="sm">
                {row.windows.map((window) => (
                  <Gauge
                    key={window.period}
                    name={t(`window.${window.period}`)}
                    ppm={used(window)}
                    resetsAt={window.resets_at}
                  />
                ))}
              </Group>
            ),
          },
          {
            key: "ends",
            head: t("plan.until"),
            lesser: true,
            cell: (row) => (row.ends_at ? <Time iso={row.ends_at} /> : t("plan.no-end")),
          },
          { key: "renewal", head: t("plans.renewal"), lesser: true, cell: (row) => t(`renewal.${row.renewal}`) },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) => mayWrite && <SubscriptionActions subscription={row} failed={setError} />,
          },
        ]}
      />
      {adding && <Subscribe user={user_id} close={() => setAdding(false)} />}
    </Page>
  );
}
