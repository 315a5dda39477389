import { SegmentedControl, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Span } from "@/lib/buckets";
import { useFilters } from "@/lib/filters";
import { shortMoney, shortNumber } from "@/lib/format";
import { Chart } from "@/ui/Chart";
import { ErrorNote } from "@/ui/Notes";
import { TOKEN_COLORS } from "@/ui/theme";
import { FLOW_PIXELS, flowQuery, SPLITS, type Split } from "./api";
import { byClass, bySplit, MEASURED, seriesOf } from "./flowChart";
import { useMarkers } from "./happened";

const CLASSES = ["input", "cache_read", "cache_write", "output", "reasoning"] as const;

function isSplit(text: string | undefined): text is Split {
  return SPLITS.some((one) => one === text);
}

/** Tokens and money over the span, as two charts on one scale of time. */
function useCharts(span: Span, split: Split) {
  const { t, i18n } = useTranslation();
  const flow = useQuery(flowQuery(span, split));
  const rows = flow.data?.items;
  const at = { span, now: Date.now(), language: i18n.language };
  if (!rows) return { flow, tokens: null, charged: null };
  if (split === "class" || !rows.every((row) => split in row.ids)) {
    const points = byClass(rows, span, at.now, at.language);
    const classes = CLASSES.map((key) => ({ key, label: t(`tokens.${key}`), color: TOKEN_COLORS[key] }));
    const charged = [{ key: "charged", label: t("usage.charged"), color: "var(--hg-busy)" }];
    return { flow, tokens: { points, series: classes }, charged: { points, series: charged } };
  }
  const [tokens, charged] = [MEASURED.tokens, MEASURED.charged].map((measure) => {
    const series = seriesOf(rows, split, measure, t("overview.others"));
    return { series, points: bySplit(rows, split, series, measure, at) };
  });
  return { flow, tokens: tokens ?? null, charged: charged ?? null };
}

/** What flowed over the span, split as the reader likes, and what happened meanwhile. */
export function Flow({ span }: { span: Span }) {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const split: Split = isSplit(filters.split) ? filters.split : "class";
  const { flow, tokens, charged } = useCharts(span, split);
  const markers = useMarkers(span);
  if (flow.error && !flow.data) return <ErrorNote error={flow.error} retry={() => void flow.refetch()} />;
  if (!tokens || !charged) return <Skeleton height={FLOW_PIXELS} />;
  return (
    <section aria-label={t("overview.flow")}>
      <SegmentedControl
        size="xs"
        mb="xs"
        aria-label={t("overview.split")}
        value={split}
        onChange={(value) => set({ split: value === "class" ? undefined : value })}
        data={SPLITS.map((value) => ({ value, label: t(`overview.by-${value}`) }))}
      />
      <div style={{ display: "grid", gap: 16, gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 420px), 1fr))" }}>
        <Chart title={t("overview.tokens")} {...tokens} format={shortNumber} markers={markers} bars />
        <Chart title={t("overview.charged")} {...charged} format={shortMoney} markers={markers} bars />
      </div>
    </section>
  );
}
