import { Button, Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { bytes } from "@/lib/bytes";
import { useChange } from "@/lib/change";
import { exactNumber } from "@/lib/format";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { Healthy } from "./parts";

/** The journal of finished calls on this node's disk, and files of it that can't be read whole. */
export function JournalPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["/system/journal"],
    queryFn: () => api("get", "/system/journal"),
    refetchInterval: 10_000,
  });
  const recover = useChange(() => api("post", "/system/journal/recover"), ["/system/journal", "/system/checks"]);
  const journal = found.data;
  const waits = journal?.damaged.some((one) => !one.recover_at_start) ?? false;
  return (
    <Card title={t("system.journal")}>
      <ErrorNote error={found.error ?? recover.error} />
      {found.isPending && <Skeleton height={100} />}
      {journal && (
        <Facts
          rows={[
            [
              t("common.state"),
              <Healthy
                key="state"
                good={journal.healthy}
                words={t(journal.healthy ? "system.journal-well" : "system.journal-unwell")}
              />,
            ],
            [t("system.waiting"), `${exactNumber(journal.lag)} · ${bytes(journal.pending_bytes)}`],
            [t("system.on-disk"), t("system.files-of", { count: journal.segments, size: bytes(journal.bytes) })],
            [t("system.refuses-at"), bytes(journal.max_bytes)],
          ]}
        />
      )}
      {journal && journal.damaged.length > 0 && (
        <>
          <Text size="sm" my="sm">
            {t("system.damaged-words")}
          </Text>
          <DataTable
            name={t("system.damaged")}
            source={{ rows: journal.damaged, error: null }}
            rowId={(row) => row.file}
            empty=""
            columns={[
              { key: "file", head: t("system.file"), cell: (row) => <span className="hg-mono">{row.file}</span> },
              { key: "records", head: t("system.records"), right: true, cell: (row) => exactNumber(row.records) },
              {
                key: "unreadable",
                head: t("system.unreadable"),
                right: true,
                lesser: true,
                cell: (row) => bytes(row.unreadable_bytes),
              },
              {
                key: "next",
                head: t("system.at-start"),
                lesser: true,
                cell: (row) => t(row.recover_at_start ? "common.yes" : "common.no"),
              },
            ]}
          />
          {mayWrite && waits && (
            <Button mt="sm" variant="default" loading={recover.isPending} onClick={() => recover.mutate(undefined)}>
              {t("system.recover")}
            </Button>
          )}
        </>
      )}
    </Card>
  );
}
