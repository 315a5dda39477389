import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { Time } from "@/ui/Value";
import { BackupsPart } from "./BackupsPart";
import { ChecksPart } from "./ChecksPart";
import { JournalPart } from "./JournalPart";
import { Healthy } from "./parts";
import { VersionsPart } from "./VersionsPart";

const EVERY_MILLIS = 10_000;

function Nodes() {
  const { t } = useTranslation();
  const nodes = usePages("/system/nodes", {}, EVERY_MILLIS);
  return (
    <Card title={t("nav.nodes")}>
      <DataTable
        name={t("nav.nodes")}
        id="nodes"
        source={nodes}
        rowId={(row) => row.id}
        empty={t("system.no-nodes")}
        columns={[
          {
            key: "host",
            head: t("system.host"),
            cell: (row) => <b style={{ fontWeight: 500 }}>{row.host || row.id}</b>,
          },
          {
            key: "ready",
            head: t("common.state"),
            cell: (row) => <Healthy good={row.ready} words={t(row.ready ? "system.ready" : "system.not-ready")} />,
          },
          { key: "version", head: t("system.version"), lesser: true, cell: (row) => row.version },
          { key: "role", head: t("system.role"), lesser: true, cell: (row) => row.role },
          {
            key: "addresses",
            head: t("system.listens"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.addresses.join(" ")}</span>,
          },
          { key: "process", head: t("system.process"), right: true, lesser: true, cell: (row) => row.process_id },
          { key: "started", head: t("system.started"), right: true, cell: (row) => <Time iso={row.started_at} /> },
        ]}
      />
    </Card>
  );
}

/** Where Headgate runs and how it is there: nodes, checks, journal, backups, versions. */
export function NodesPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("system:write");
  return (
    <Page title={t("nav.nodes")}>
      <Stack gap="md">
        <Nodes />
        <ChecksPart />
        <JournalPart mayWrite={mayWrite} />
        <BackupsPart mayWrite={mayWrite} />
        <VersionsPart />
      </Stack>
    </Page>
  );
}
