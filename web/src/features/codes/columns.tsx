import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { dollars } from "@/lib/format";
import type { Column } from "@/ui/DataTable";
import { State } from "@/ui/State";
import { Money, Time } from "@/ui/Value";

export type Batch = Schemas["BatchView"];

/** What a code gives, in words. */
function Gift({ gift }: { gift: Schemas["Gift"] }) {
  const { t } = useTranslation();
  return (
    <>
      {gift.balance_nanos ? <Money nanos={gift.balance_nanos} /> : null}
      {gift.plan ? ` ${t("codes.gives-plan", { plan: gift.plan, days: gift.days ?? 0 })}` : ""}
      {gift.places ? ` ${t("codes.gives-places", { places: gift.places })}` : ""}
    </>
  );
}

Gift.plain = ({ gift }: { gift: Schemas["Gift"] }) =>
  [gift.balance_nanos ? dollars(gift.balance_nanos) : "", gift.plan ?? "", gift.places ?? ""].filter(Boolean).join(" ");

export function batchState(batch: Batch): string {
  if (Date.parse(batch.expires_at) < Date.now()) return "expired";
  return batch.enabled ? "active" : "disabled";
}

export function useColumns(): Column<Batch>[] {
  const { t } = useTranslation();
  return [
    { key: "name", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b> },
    { key: "kind", head: t("codes.kind"), lesser: true, cell: (row) => t(`codes.kind-${row.kind}`) },
    { key: "gift", head: t("codes.gift"), cell: (row) => <Gift gift={row.gift} /> },
    { key: "codes", head: t("nav.codes"), right: true, lesser: true, cell: (row) => row.codes },
    {
      key: "uses",
      head: t("codes.uses"),
      right: true,
      lesser: true,
      cell: (row) => `${row.uses} / ${row.codes * row.uses_max}`,
    },
    { key: "expires", head: t("keys.expires"), lesser: true, cell: (row) => <Time iso={row.expires_at} /> },
    { key: "state", head: t("common.state"), cell: (row) => <State state={batchState(row)} /> },
  ];
}
