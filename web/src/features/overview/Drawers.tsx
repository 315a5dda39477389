import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Span } from "@/lib/buckets";
import { share } from "@/lib/format";
import { ErrorNote } from "@/ui/Notes";
import { Money } from "@/ui/Value";
import { drawersQuery } from "./api";

/** Who draws: the users with the largest charges of the span. */
export function Drawers({ span }: { span: Span }) {
  const { t } = useTranslation();
  const drawers = useQuery(drawersQuery(span));
  const rows = drawers.data?.items ?? [];
  const all = rows.reduce((sum, row) => sum + row.charged_nanos, 0);
  return (
    <section className="hg-card" style={{ padding: 12 }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 14, fontWeight: 600 }}>{t("overview.drawers")}</h2>
      <ErrorNote error={drawers.error} />
      {drawers.isPending && <Skeleton height={74} />}
      {drawers.data && rows.length === 0 && <span className="hg-quiet">{t("overview.no-calls")}</span>}
      {rows.slice(0, 8).map((row) => {
        const ppm = all > 0 ? (row.charged_nanos / all) * 1_000_000 : 0;
        return (
          <Link
            key={row.ids.user}
            to="/requests"
            search={{ user_id: row.ids.user } as never}
            style={{
              display: "grid",
              gridTemplateColumns: "minmax(0, 1fr) 80px 56px 80px",
              gap: 10,
              alignItems: "center",
              padding: "7px 0",
              borderTop: "1px solid var(--hg-line)",
              color: "inherit",
              textDecoration: "none",
              fontSize: 13,
            }}
          >
            <span className="hg-cut">{row.names.user}</span>
            <span style={{ height: 6, borderRadius: 3, background: "var(--hg-line)" }} aria-hidden>
              <span
                style={{
                  display: "block",
                  height: 6,
                  borderRadius: 3,
                  width: `${ppm / 10_000}%`,
                  background: "var(--hg-busy)",
                }}
              />
            </span>
            <span style={{ textAlign: "right" }}>{share(ppm)}</span>
            <span style={{ textAlign: "right" }}>
              <Money nanos={row.charged_nanos} short />
            </span>
          </Link>
        );
      })}
    </section>
  );
}
