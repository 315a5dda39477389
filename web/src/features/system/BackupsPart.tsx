import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, apiFile } from "@/lib/api/client";
import { bytes } from "@/lib/bytes";
import { useChange } from "@/lib/change";
import { downloadBlob } from "@/lib/download";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { RowMenu } from "@/ui/RowMenu";
import { Time } from "@/ui/Value";
import { Healthy } from "./parts";

const BACKUPS = ["/system/backups"];

/** Backups on this node's disk: begun, taken home, removed. */
export function BackupsPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const [removing, setRemoving] = useState<string | null>(null);
  const found = useQuery({
    queryKey: ["/system/backups"],
    queryFn: () => api("get", "/system/backups"),
    refetchInterval: (query) => (query.state.data?.items.some((one) => one.state === "running") ? 1_000 : false),
  });
  const begin = useChange(() => api("post", "/system/backups"), BACKUPS);
  const fetchFile = useChange(
    async (id: string) => downloadBlob(`headgate-${id}.zip`, await apiFile("/system/backups/{id}/file", id)),
    [],
  );
  const remove = useChange(
    (id: string) => api("delete", "/system/backups/{id}", { id }),
    BACKUPS,
    () => setRemoving(null),
  );
  return (
    <Card
      title={t("system.backups")}
      actions={
        mayWrite && (
          <Button size="compact-sm" variant="default" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
            {t("system.begin-backup")}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t("system.backups-words")}
      </Text>
      <ErrorNote error={begin.error ?? fetchFile.error} />
      <DataTable
        name={t("system.backups")}
        id="backups"
        source={{ rows: found.data?.items, error: found.error, retry: () => void found.refetch() }}
        rowId={(row) => row.id}
        empty={t("system.no-backups")}
        columns={[
          { key: "id", head: t("common.name"), cell: (row) => <span className="hg-mono">{row.id}</span> },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) =>
              row.state === "running" ? (
                t("system.running")
              ) : (
                <Healthy good={row.state === "done"} words={row.failure || t(`backup.${row.state}`)} />
              ),
          },
          { key: "at", head: t("system.started"), lesser: true, cell: (row) => <Time iso={row.started_at} /> },
          {
            key: "bytes",
            head: t("system.size"),
            right: true,
            lesser: true,
            cell: (row) => (row.state === "done" ? bytes(row.bytes) : "–"),
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite &&
              row.state !== "running" && (
                <RowMenu
                  name={row.id}
                  actions={[
                    ...(row.state === "done"
                      ? [{ label: t("common.download"), act: () => fetchFile.mutate(row.id) }]
                      : []),
                    { label: t("common.remove"), danger: true, act: () => setRemoving(row.id) },
                  ]}
                />
              ),
          },
        ]}
      />
      {removing && (
        <ConfirmName
          name={removing}
          title={t("common.remove")}
          words={t("system.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing)}
          close={() => setRemoving(null)}
        />
      )}
    </Card>
  );
}
