import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { axisLabel, filled, type Span } from "@/lib/buckets";
import { shortMoney, shortNumber } from "@/lib/format";
import { ErrorNote } from "@/ui/Notes";
import { TOKEN_COLORS } from "@/ui/theme";
import { flowQuery } from "./api";

const Chart = lazy(() => import("@/ui/Chart").then((module) => ({ default: module.Chart })));

/** Tokens by class and money over the span. */
export function Flow({ span }: { span: Span }) {
  const { t, i18n } = useTranslation();
  const flow = useQuery(flowQuery(span));
  if (flow.error) return <ErrorNote error={flow.error} retry={() => void flow.refetch()} />;
  if (!flow.data) return <Skeleton height={280} />;
  const points = filled(span, Date.now(), flow.data.items, (row) => row.ids.hour ?? row.ids.day).map(
    ({ start, rows }) => {
      const row = rows[0];
      return {
        label: axisLabel(start, span, i18n.language),
        values: {
          input: row?.input_tokens ?? 0,
          cache_read: row?.cache_read_tokens ?? 0,
          cache_write: row?.cache_write_tokens ?? 0,
          output: (row?.output_tokens ?? 0) - (row?.reasoning_tokens ?? 0),
          reasoning: row?.reasoning_tokens ?? 0,
          charged: row?.charged_nanos ?? 0,
        },
      };
    },
  );
  const classes = (["input", "cache_read", "cache_write", "output", "reasoning"] as const).map((key) => ({
    key,
    label: t(`tokens.${key}`),
    color: TOKEN_COLORS[key],
  }));
  return (
    <Suspense fallback={<Skeleton height={280} />}>
      <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 420px), 1fr))" }}>
        <Chart title={t("overview.tokens")} points={points} series={classes} format={shortNumber} bars />
        <Chart
          title={t("overview.charged")}
          points={points}
          series={[{ key: "charged", label: t("usage.charged"), color: "var(--hg-busy)" }]}
          format={shortMoney}
          bars
        />
      </div>
    </Suspense>
  );
}
