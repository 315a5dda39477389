import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { Facts } from "@/ui/Facts";
import { StatusCode } from "@/ui/State";
import { TOKEN_COLORS } from "@/ui/theme";
import { Copyable, Count, Money, Time } from "@/ui/Value";
import { type OwnRequest, type RequestRow, tokensOf } from "./api";

/** The first line of a request: what it was and what became of it. */
export function Summary({ request, who }: { request: OwnRequest | RequestRow; who: string }) {
  const { t } = useTranslation();
  return (
    <section className="hg-card" style={{ padding: 16 }}>
      <div style={{ display: "flex", gap: 24, flexWrap: "wrap", fontSize: 16, fontWeight: 600, marginBottom: 12 }}>
        <span>{request.model}</span>
        <StatusCode status={request.status} code={request.error_code} />
        <span>{duration(request.duration_ms)}</span>
        <Count value={tokensOf(request.tokens)} unit={t("requests.tok")} />
        <Money nanos={request.charged_nanos} />
      </div>
      <Facts
        rows={[
          [t("requests.id"), <Copyable key="id" text={request.request_id} />],
          [t("requests.at"), <Time key="at" iso={request.created_at} exact />],
          [t("requests.who"), who],
          [t("requests.group"), request.group],
          [t("requests.protocol"), request.protocol + (request.stream ? ` · ${t("requests.streamed")}` : "")],
          [t("requests.first-byte"), request.first_byte_ms < 0 ? "–" : duration(request.first_byte_ms)],
          [t("requests.attempts"), request.attempts],
        ]}
      />
    </section>
  );
}

/** Tokens by class, and the money they came to. */
export function TokenTable({ request }: { request: OwnRequest | RequestRow }) {
  const { t } = useTranslation();
  const { tokens } = request;
  const rows = [
    { key: "input", count: tokens.input, color: TOKEN_COLORS.input },
    { key: "cache_read", count: tokens.cache_read, color: TOKEN_COLORS.cache_read },
    { key: "cache_write_5m", count: tokens.cache_write5m, color: TOKEN_COLORS.cache_write },
    { key: "cache_write_1h", count: tokens.cache_write1h, color: TOKEN_COLORS.cache_write },
    { key: "output", count: tokens.output, color: TOKEN_COLORS.output },
    { key: "reasoning", count: tokens.reasoning, color: TOKEN_COLORS.reasoning },
  ].filter((row) => row.count > 0 || row.key === "input" || row.key === "output");
  return (
    <section className="hg-card" style={{ padding: 16 }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 14 }}>{t("requests.tokens-and-money")}</h2>
      <table className="hg-table" style={{ maxWidth: 420 }}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td>
                <span
                  aria-hidden
                  style={{
                    display: "inline-block",
                    width: 8,
                    height: 8,
                    borderRadius: 2,
                    background: row.color,
                    marginRight: 8,
                  }}
                />
                {t(`tokens.${row.key}`)}
              </td>
              <td className="hg-right">
                <Count value={row.count} />
              </td>
            </tr>
          ))}
          <tr>
            <td>{t("requests.list-cost")}</td>
            <td className="hg-right">
              <Money nanos={request.list_cost_nanos} />
            </td>
          </tr>
          {"upstream_cost_nanos" in request && (
            <tr>
              <td>{t("requests.upstream-cost")}</td>
              <td className="hg-right">
                <Money nanos={request.upstream_cost_nanos} />
              </td>
            </tr>
          )}
          <tr>
            <td>
              <b>{t("requests.charged")}</b>
            </td>
            <td className="hg-right">
              <b>
                <Money nanos={request.charged_nanos} />
              </b>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="hg-quiet" style={{ fontSize: 12, margin: "8px 0 0" }}>
        {request.estimated ? `${t("requests.estimated")} ` : ""}
        {t("requests.price-version", { version: request.price_version || "–" })}
      </p>
    </section>
  );
}
