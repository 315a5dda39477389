import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { FormDialog } from "@/ui/QuickForm";
import { State } from "@/ui/State";
import { Copyable, Time } from "@/ui/Value";
import { NewerTable } from "./NewerTable";

function RollBack({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const back = useChange(
    (note: string) => api("post", "/prices/roll-back", { body: { note } }),
    ["/prices", "/prices/versions"],
    close,
  );
  return (
    <FormDialog
      title={t("prices.roll-back")}
      close={close}
      action={t("prices.roll-back")}
      busy={back.isPending}
      error={back.error}
      submit={(values) => back.mutate(String(values.note ?? ""))}
      fields={[
        { name: "note", label: t("prices.note"), kind: "text", hint: t("prices.roll-back-hint"), required: true },
      ]}
    />
  );
}

/** The vendors' tables that were ever in force; without any it is the one that came with this version of Headgate. */
export function Versions({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const versions = usePages("/prices/versions", {});
  const [rolling, setRolling] = useState(false);
  const [looking, setLooking] = useState(false);
  const applied = versions.rows?.some((one) => one.current) ?? false;
  return (
    <>
      {mayWrite && (
        <Group mb="sm">
          <Button variant="default" onClick={() => setLooking(true)}>
            {t("prices.newer")}
          </Button>
          {applied && (
            <Button variant="default" onClick={() => setRolling(true)}>
              {t("prices.roll-back")}
            </Button>
          )}
        </Group>
      )}
      <DataTable
        name={t("prices.versions")}
        id="price-versions"
        source={versions}
        rowId={(row) => row.id}
        empty={t("prices.shipped")}
        columns={[
          { key: "id", head: t("prices.version"), cell: (row) => `t${row.id}` },
          { key: "at", head: t("ledger.at"), cell: (row) => <Time iso={row.at} /> },
          { key: "source", head: t("prices.source"), lesser: true, cell: (row) => row.source },
          {
            key: "hash",
            head: "SHA-256",
            lesser: true,
            cell: (row) => <Copyable text={row.sha256} shown={`${row.sha256.slice(0, 12)}…`} />,
          },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) => <State state={row.current ? "active" : "expired"} />,
          },
        ]}
      />
      {rolling && <RollBack close={() => setRolling(false)} />}
      {looking && <NewerTable close={() => setLooking(false)} />}
    </>
  );
}
