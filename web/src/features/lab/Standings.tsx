import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { DataTable } from "@/ui/DataTable";

type Standing = Schemas["StandingView"];

const EVERY_MILLIS = 5_000;
const PARTS = ["slots", "sessions", "quota", "first_byte", "errors"] as const;
const COLORS = {
  slots: "var(--hg-busy)",
  sessions: "#4f56c9",
  quota: "#b08437",
  first_byte: "#64748b",
  errors: "#c0262d",
} as const;

/** What makes an account dear, as one bar; parts that make it cheap stand in words only. */
function Cost({ row, most }: { row: Standing; most: number }) {
  const { t } = useTranslation();
  const parts = PARTS.filter((part) => row[part] > 0);
  const words = PARTS.filter((part) => row[part] !== 0).map((part) => `${t(`lab.part-${part}`)} ${row[part]}`);
  return (
    <span
      role="img"
      aria-label={words.join(", ") || t("lab.nothing")}
      title={words.join("\n") || t("lab.nothing")}
      style={{ display: "inline-flex", width: 180, height: 8, background: "var(--hg-line)", borderRadius: 2 }}
    >
      {parts.map((part) => (
        <span
          key={part}
          style={{ width: `${(100 * row[part]) / Math.max(1, most)}%`, background: COLORS[part], height: 8 }}
        />
      ))}
    </span>
  );
}

/** How each account stands for a new conversation now. */
export function Standings({ group, model }: { group: string; model: string }) {
  const { t } = useTranslation();
  const now = useQuery({
    queryKey: ["/scheduling/now", group, model],
    queryFn: () => api("get", "/scheduling/now", { query: { group_id: group, model } }),
    refetchInterval: EVERY_MILLIS,
    placeholderData: (before) => before,
  });
  const rows = now.data?.accounts;
  const most = Math.max(1, ...(rows ?? []).map((row) => PARTS.reduce((sum, part) => sum + Math.max(0, row[part]), 0)));
  return (
    <section>
      <h2 style={{ fontSize: 15, margin: "0 0 8px" }}>{t("lab.now")}</h2>
      <DataTable
        name={t("lab.now")}
        id="standings"
        source={{ rows, error: now.error, retry: () => void now.refetch() }}
        rowId={(row) => row.account_id}
        empty={t("lab.nobody-serves", { model })}
        columns={[
          { key: "account", head: t("dimension.account"), cell: (row) => row.account },
          { key: "priority", head: t("accounts.priority"), right: true, lesser: true, cell: (row) => row.priority },
          { key: "slots", head: t("accounts.slots"), right: true, cell: (row) => `${row.in_use}/${row.concurrency}` },
          {
            key: "cost",
            head: t("lab.cost"),
            right: true,
            cell: (row) => (row.cost === null || row.cost === undefined ? "–" : row.cost),
          },
          {
            key: "why",
            head: t("lab.why"),
            cell: (row) => (row.excluded ? <span>{row.excluded}</span> : <Cost row={row} most={most} />),
          },
        ]}
      />
      <Legend />
    </section>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <div style={{ display: "flex", gap: 12, flexWrap: "wrap", fontSize: 12, marginTop: 6 }} className="hg-quiet">
      {PARTS.map((part) => (
        <span key={part}>
          <span
            aria-hidden
            style={{
              display: "inline-block",
              width: 8,
              height: 8,
              borderRadius: 2,
              background: COLORS[part],
              marginRight: 5,
            }}
          />
          {t(`lab.part-${part}`)}
        </span>
      ))}
    </div>
  );
}
