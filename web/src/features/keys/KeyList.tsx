import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { type Column, DataTable, type TableSource } from "@/ui/DataTable";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { State } from "@/ui/State";
import { Time } from "@/ui/Value";
import type { Key, Whose } from "./api";
import { KeyActions } from "./KeyActions";
import { MakeKey } from "./MakeKey";

function keyState(key: Key): string {
  if (key.expires_at && Date.parse(key.expires_at) < Date.now()) return "expired";
  if (key.enabled && key.withdrawn) return "withdrawn";
  return key.enabled ? "active" : "disabled";
}

function KeyState({ row }: { row: Key }) {
  const { t } = useTranslation();
  const state = keyState(row);
  return (
    <span title={state === "withdrawn" ? t("keys.withdrawn-words") : undefined}>
      <State state={state} />
    </span>
  );
}

function useColumns(whose: Whose, mayWrite: boolean): Column<Key>[] {
  const { t } = useTranslation();
  return [
    {
      key: "name",
      head: t("keys.name"),
      cell: (row) => (
        <Link to={whose === "all" ? "/requests" : "/my/requests"} search={{ key_id: row.id } as never}>
          {row.name}
        </Link>
      ),
    },
    {
      key: "prefix",
      head: t("keys.begins"),
      lesser: true,
      cell: (row) => <span className="hg-mono">{row.prefix}…</span>,
    },
    ...(whose === "all" ? [{ key: "user", head: t("keys.user"), lesser: true, cell: (row: Key) => row.email }] : []),
    { key: "group", head: t("keys.group"), lesser: true, cell: (row) => row.group },
    { key: "state", head: t("keys.state"), cell: (row) => <KeyState row={row} /> },
    { key: "expires", head: t("keys.expires"), lesser: true, cell: (row) => <Time iso={row.expires_at} /> },
    { key: "used", head: t("keys.used"), lesser: true, cell: (row) => <Time iso={row.used_at} /> },
    {
      key: "actions",
      head: "",
      right: true,
      cell: (row) =>
        row.declared ? (
          <span className="hg-quiet" title={t("common.declared")}>
            {t("common.from-file")}
          </span>
        ) : (
          mayWrite && <KeyActions apiKey={row} whose={whose} />
        ),
    },
  ];
}

interface Props {
  whose: Whose;
  title: string;
  source: TableSource<Key>;
  mayWrite: boolean;
  filtered: boolean;
  children?: ReactNode;
}

/** Keys: made, shown once, rotated, disabled, removed. */
export function KeyList({ whose, title, source, mayWrite, filtered, children }: Props) {
  const { t } = useTranslation();
  const [{ new: begun }, set] = useFilters();
  const make = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => set({ new: "1" })}>
      {t("keys.make")}
    </Button>
  );
  return (
    <Page title={title} actions={make}>
      {children}
      <DataTable
        name={title}
        id={`keys-${whose}`}
        source={source}
        columns={useColumns(whose, mayWrite)}
        rowId={(row) => row.id}
        empty={filtered ? t("common.nothing-found") : <Empty words={t("keys.empty")} action={make} />}
      />
      {begun && mayWrite && <MakeKey whose={whose} close={() => set({ new: undefined })} />}
    </Page>
  );
}
