import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { Healthy } from "./parts";

/** What must be well, looked at when the page is opened and when asked to. */
export function ChecksPart() {
  const { t } = useTranslation();
  const checks = useQuery({ queryKey: ["/system/checks"], queryFn: () => api("get", "/system/checks") });
  return (
    <Card
      title={t("system.checks")}
      actions={
        <Button size="compact-sm" variant="default" loading={checks.isFetching} onClick={() => void checks.refetch()}>
          {t("system.look-again")}
        </Button>
      }
    >
      <DataTable
        name={t("system.checks")}
        source={{ rows: checks.data?.items, error: checks.error, retry: () => void checks.refetch() }}
        rowId={(row) => row.name}
        empty={t("system.no-checks")}
        columns={[
          { key: "name", head: t("common.name"), cell: (row) => <Healthy good={row.ok} words={row.name} /> },
          {
            key: "words",
            head: t("system.found"),
            cell: (row) => <span style={{ whiteSpace: "normal" }}>{row.words}</span>,
          },
          { key: "millis", head: t("system.took"), right: true, lesser: true, cell: (row) => `${row.millis} ms` },
        ]}
      />
    </Card>
  );
}
