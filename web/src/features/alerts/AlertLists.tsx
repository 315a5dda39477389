import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { type Column, DataTable } from "@/ui/DataTable";
import { LEVELS, Level } from "@/ui/Level";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Select } from "@/ui/Select";
import { Time } from "@/ui/Value";

type Alert = Schemas["AlertView"];

/** As often as the rules are judged, more or less. */
const EVERY_MILLIS = 10_000;

function Seen({ alert, acknowledge }: { alert: Alert; acknowledge: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (alert.acknowledged_at) {
    return (
      <span className="hg-quiet">
        {alert.acknowledged_by} · <Time iso={alert.acknowledged_at} />
      </span>
    );
  }
  if (!acknowledge) return <span className="hg-quiet">{t("alerts.nobody")}</span>;
  return (
    <Button size="compact-xs" variant="default" onClick={acknowledge}>
      {t("alerts.acknowledge")}
    </Button>
  );
}

Seen.plain = ({ alert }: { alert: Alert }) => alert.acknowledged_by;

function useColumns(mayWrite: boolean) {
  const { t } = useTranslation();
  const acknowledge = useChange(
    (id: string) => api("post", "/alerts/{id}/acknowledge", { id }),
    ["/alerts", "/alerts/firing"],
  );
  const columns: Column<Alert>[] = [
    { key: "severity", head: t("alerts.severity"), cell: (row) => <Level level={row.severity} /> },
    {
      key: "rule",
      head: t("alerts.what"),
      cell: (row) => (
        <div style={{ whiteSpace: "normal" }}>
          <b style={{ fontWeight: 500 }}>{row.rule}</b>
          <Text size="xs" c="dimmed">
            {row.words}
          </Text>
        </div>
      ),
    },
    { key: "subject", head: t("alerts.subject"), lesser: true, cell: (row) => row.subject || "–" },
    { key: "fired", head: t("alerts.fired"), lesser: true, cell: (row) => <Time iso={row.fired_at} /> },
    {
      key: "seen",
      head: t("alerts.seen"),
      right: true,
      cell: (row) => <Seen alert={row} acknowledge={mayWrite ? () => acknowledge.mutate(row.id) : undefined} />,
    },
  ];
  return { columns, error: acknowledge.error };
}

/** What fires now. */
export function Firing({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const alerts = usePages("/alerts/firing", {}, EVERY_MILLIS);
  const { columns, error } = useColumns(mayWrite);
  return (
    <>
      <ErrorNote error={error} />
      <DataTable
        name={t("alerts.firing")}
        id="alerts-firing"
        source={alerts}
        rowId={(row) => row.id}
        empty={<Empty words={t("alerts.quiet")} />}
        columns={columns}
      />
    </>
  );
}

/** What has fired in the last half year. */
export function History({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const [{ severity, rule }, set] = useFilters();
  const rules = usePages("/alert-rules", { limit: 200 });
  const alerts = usePages("/alerts", { severity, rule_id: rule }, EVERY_MILLIS);
  const { columns, error } = useColumns(mayWrite);
  const over: Column<Alert> = {
    key: "over",
    head: t("alerts.over"),
    lesser: true,
    cell: (row) => (row.resolved_at ? <Time iso={row.resolved_at} /> : t("alerts.still")),
  };
  const told: Column<Alert> = {
    key: "told",
    head: t("alerts.told"),
    lesser: true,
    cell: (row) => t(row.told ? "common.yes" : "common.no"),
  };
  return (
    <>
      <Group gap="xs" mb="sm" className="hg-filters">
        <Select
          clearable
          placeholder={t("alerts.severity")}
          aria-label={t("alerts.severity")}
          value={severity ?? null}
          data={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))}
          onChange={(value) => set({ severity: value ?? undefined })}
        />
        <Select
          clearable
          placeholder={t("alerts.rule")}
          aria-label={t("alerts.rule")}
          value={rule ?? null}
          data={(rules.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
          onChange={(value) => set({ rule: value ?? undefined })}
        />
      </Group>
      <ErrorNote error={error} />
      <DataTable
        name={t("alerts.history")}
        id="alerts"
        source={alerts}
        rowId={(row) => row.id}
        empty={t(severity || rule ? "common.nothing-found" : "alerts.never")}
        columns={[...columns.slice(0, 4), over, told, ...columns.slice(4)]}
      />
    </>
  );
}
