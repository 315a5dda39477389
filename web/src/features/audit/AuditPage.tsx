import { Code, Drawer, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Facts } from "@/ui/Facts";
import { Page } from "@/ui/Page";
import { TextFilter } from "@/ui/TextFilter";
import { Copyable, Time } from "@/ui/Value";

type Entry = Schemas["AuditView"];

function Detail({ entry, close }: { entry: Entry; close: () => void }) {
  const { t } = useTranslation();
  const parts = [
    ["audit.before", entry.before],
    ["audit.after", entry.after],
  ] as const;
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={<b>{entry.action}</b>}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        <Facts
          rows={[
            [t("audit.at"), <Time key="at" iso={entry.at} exact />],
            [t("audit.actor"), entry.actor],
            [t("audit.subject"), entry.subject],
            [t("audit.address"), entry.address],
            [t("common.request-id"), <Copyable key="id" text={entry.request_id} />],
          ]}
        />
        {parts.map(
          ([label, value]) =>
            value !== null &&
            value !== undefined && (
              <div key={label}>
                <div className="hg-quiet" style={{ fontSize: 12 }}>
                  {t(label)}
                </div>
                <Code block>{JSON.stringify(value, null, 2)}</Code>
              </div>
            ),
        )}
      </Stack>
    </Drawer>
  );
}

/** Who changed what, when and from where. */
export function AuditPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [open, setOpen] = useState<Entry | null>(null);
  const { actor, action, subject } = filters;
  const entries = usePages("/audit", { actor, action, subject });
  return (
    <Page title={t("nav.audit")}>
      <Group gap="xs" mb="sm" className="hg-filters">
        {(["actor", "action", "subject"] as const).map((name) => (
          <TextFilter
            key={name}
            main={name === "actor"}
            placeholder={t(`audit.${name}`)}
            aria-label={t(`audit.${name}`)}
            value={filters[name]}
            set={(value) => set({ [name]: value })}
          />
        ))}
      </Group>
      <DataTable
        name={t("nav.audit")}
        id="audit"
        source={entries}
        rowId={(row) => row.id}
        open={setOpen}
        empty={t(actor || action || subject ? "common.nothing-found" : "audit.empty")}
        columns={[
          { key: "at", head: t("audit.at"), cell: (row) => <Time iso={row.at} /> },
          { key: "actor", head: t("audit.actor"), lesser: true, cell: (row) => row.actor },
          { key: "action", head: t("audit.action"), cell: (row) => <span className="hg-mono">{row.action}</span> },
          { key: "subject", head: t("audit.subject"), lesser: true, cell: (row) => row.subject },
          { key: "address", head: t("audit.address"), lesser: true, cell: (row) => row.address },
        ]}
      />
      {open && <Detail entry={open} close={() => setOpen(null)} />}
    </Page>
  );
}
