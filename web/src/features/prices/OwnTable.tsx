import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { perMillion } from "@/lib/format";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { FormDialog } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { Time } from "@/ui/Value";
import type { Start } from "./EnterPrice";

type Own = Schemas["OwnPriceView"];

function Withdraw({ own, close }: { own: Own; close: () => void }) {
  const { t } = useTranslation();
  const { model, provider, effective_from, prices } = own.price;
  const withdraw = useChange(
    (note: string) => api("post", "/prices/own/withdraw", { body: { model, provider, effective_from, prices, note } }),
    ["/prices", "/prices/own"],
    close,
  );
  return (
    <FormDialog
      title={`${t("prices.withdraw")}: ${model}`}
      close={close}
      action={t("prices.withdraw")}
      busy={withdraw.isPending}
      error={withdraw.error}
      submit={(values) => withdraw.mutate(String(values.note ?? ""))}
      fields={[{ name: "note", label: t("prices.note"), kind: "text", required: true }]}
    />
  );
}

/** What was said about prices here, the newest first; taken back is said too. */
export function OwnTable({ edit }: { edit: ((start: Start) => void) | undefined }) {
  const { t } = useTranslation();
  const own = usePages("/prices/own", {});
  const [ending, setEnding] = useState<Own | null>(null);
  return (
    <>
      <DataTable
        name={t("prices.own")}
        id="prices-own"
        source={own}
        rowId={(row) => row.id}
        empty={t("prices.own-empty")}
        columns={[
          { key: "model", head: t("requests.model"), cell: (row) => row.price.model },
          { key: "provider", head: t("accounts.provider"), lesser: true, cell: (row) => row.price.provider || "–" },
          ...(["input", "output"] as const).map((name) => ({
            key: name,
            head: `${t(`price.${name}`)} / M`,
            right: true,
            lesser: name === "output",
            cell: (row: Own) => perMillion(row.price.prices[name]),
          })),
          { key: "at", head: t("ledger.at"), lesser: true, cell: (row) => <Time iso={row.at} /> },
          { key: "note", head: t("common.note"), lesser: true, cell: (row) => row.note },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) => <State state={row.withdrawn ? "cancelled" : row.in_force ? "active" : "expired"} />,
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              edit &&
              row.in_force &&
              !row.withdrawn && (
                <RowMenu
                  name={row.price.model}
                  actions={[
                    { label: t("common.edit"), act: () => edit(row.price) },
                    { label: t("prices.withdraw"), danger: true, act: () => setEnding(row) },
                  ]}
                />
              ),
          },
        ]}
      />
      {ending && <Withdraw own={ending} close={() => setEnding(null)} />}
    </>
  );
}
