import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { bytes } from "@/lib/bytes";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";

/** Versions of all that takes part, and this node's memory. */
export function VersionsPart() {
  const { t } = useTranslation();
  const versions = useQuery({ queryKey: ["/system/versions"], queryFn: () => api("get", "/system/versions") });
  const system = useQuery({ queryKey: ["/system"], queryFn: () => api("get", "/system"), refetchInterval: 10_000 });
  const last = versions.data?.schema.at(-1);
  return (
    <Card title={t("system.versions")}>
      <ErrorNote error={versions.error ?? system.error} />
      {versions.isPending && <Skeleton height={100} />}
      {versions.data && (
        <Facts
          rows={[
            ["Headgate", versions.data.version],
            ["Java", versions.data.java],
            [t("system.os"), versions.data.system],
            [t("system.store"), versions.data.store],
            [
              t("system.schema"),
              last ? t("system.schema-at", { count: versions.data.schema.length, version: last.version }) : "–",
            ],
            [
              t("system.heap"),
              system.data ? `${bytes(system.data.heap_used_bytes)} / ${bytes(system.data.heap_max_bytes)}` : "–",
            ],
          ]}
        />
      )}
    </Card>
  );
}
