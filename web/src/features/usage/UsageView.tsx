import { Button, Group, SegmentedControl, Select, Skeleton, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { isSpan, type Span } from "@/lib/buckets";
import { useFilters } from "@/lib/filters";
import { csv, exactMoney, exactNumber, shortMoney, shortNumber } from "@/lib/format";
import { Chart } from "@/ui/Chart";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { isMoney, MEASURES, type Measure, type Pivot, pivot, type Row, shownName } from "./pivot";

const COLORS = ["#0b7a75", "#4f56c9", "#b08437", "#64748b", "#8b4fc4", "#c0262d", "#1d63c4", "#1a7f37"];

export interface Choice {
  span: Span;
  by: string;
  across: string | undefined;
  measure: Measure;
}

export function useChoice(): [Choice, ReturnType<typeof useFilters>[1]] {
  const [filters, set] = useFilters();
  const across = filters.across === filters.by ? undefined : filters.across;
  return [
    {
      span: isSpan(filters.span) ? filters.span : "7d",
      by: filters.by ?? "day",
      across,
      measure: MEASURES.find((one) => one === filters.measure) ?? "charged_nanos",
    },
    set,
  ];
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Sums({ table, choice }: { table: Pivot; choice: Choice }) {
  const { t } = useTranslation();
  const format = isMoney(choice.measure) ? exactMoney : exactNumber;
  const several = table.columns.length > 1;
  return (
    <section className="hg-card hg-table-box" tabIndex={0} aria-label={t("nav.usage")}>
      <table className="hg-table">
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${choice.by}`)}</th>
            {several &&
              table.columns.map((column) => (
                <th key={column} scope="col" className="hg-right">
                  {column}
                </th>
              ))}
            <th scope="col" className="hg-right">
              {t(`measure.${choice.measure}`)}
            </th>
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row}>
              <td>{shownName(row)}</td>
              {several &&
                table.columns.map((column) => (
                  <td key={column} className="hg-right">
                    {format(table.cell(row, column))}
                  </td>
                ))}
              <td className="hg-right">{format(table.rowSum(row))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t("usage.sum")}</th>
            {several &&
              table.columns.map((column) => (
                <th key={column} scope="col" className="hg-right">
                  {format(table.columnSum(column))}
                </th>
              ))}
            <th scope="col" className="hg-right">
              {format(table.rows.reduce((sum, row) => sum + table.rowSum(row), 0))}
            </th>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

interface Props {
  title: string;
  dimensions: readonly string[];
  measures: readonly Measure[];
  rows: readonly Row[] | undefined;
  error: unknown;
  retry: () => void;
}

function Controls({ dimensions, measures }: Pick<Props, "dimensions" | "measures">) {
  const { t } = useTranslation();
  const [choice, set] = useChoice();
  const names = dimensions.map((value) => ({ value, label: t(`dimension.${value}`) }));
  return (
    <Group gap="xs" mb="md" align="flex-end">
      <SegmentedControl
        size="sm"
        aria-label={t("overview.span")}
        value={choice.span}
        onChange={(span) => set({ span })}
        data={["24h", "7d", "30d"].map((value) => ({ value, label: t(`span.${value}`) }))}
      />
      <Select
        label={t("usage.rows")}
        w={140}
        allowDeselect={false}
        data={names}
        value={choice.by}
        onChange={(by) => set({ by: by ?? undefined })}
      />
      <Select
        label={t("usage.columns")}
        w={140}
        clearable
        data={names.filter(
          (one) =>
            one.value !== choice.by && !(["hour", "day"].includes(one.value) && ["hour", "day"].includes(choice.by)),
        )}
        value={choice.across ?? null}
        onChange={(across) => set({ across: across ?? undefined })}
      />
      <Select
        label={t("usage.measure")}
        w={180}
        allowDeselect={false}
        data={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
        value={choice.measure}
        onChange={(measure) => set({ measure: measure ?? undefined })}
      />
    </Group>
  );
}

/** Usage by two dimensions: a chart, its table, and both as CSV. */
export function UsageView({ title, dimensions, measures, rows, error, retry }: Props) {
  const { t } = useTranslation();
  const [choice] = useChoice();
  const table = pivot(rows ?? [], choice.by, choice.across, choice.measure);
  const shown = table.columns.slice(0, COLORS.length);
  const download = () =>
    save(
      "usage.csv",
      csv([
        [choice.by, ...table.columns.map((column) => column || choice.measure)],
        ...table.rows.map((row) => [row, ...table.columns.map((column) => table.cell(row, column))]),
      ]),
    );
  return (
    <Page
      title={title}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} />}
          disabled={!table.rows.length}
          onClick={download}
        >
          CSV
        </Button>
      }
    >
      <Controls dimensions={dimensions} measures={measures} />
      <ErrorNote error={error} retry={retry} />
      {!rows && !error && <Skeleton height={280} />}
      {rows?.length === 0 && (
        <div className="hg-card">
          <Empty words={t("overview.no-calls")} />
        </div>
      )}
      {table.rows.length > 0 && (
        <Stack gap="md">
          <Chart
            title={t(`measure.${choice.measure}`)}
            bars
            format={isMoney(choice.measure) ? shortMoney : shortNumber}
            series={shown.map((column, place) => ({
              key: column || "all",
              label: column || t(`measure.${choice.measure}`),
              color: COLORS[place] ?? "#64748b",
            }))}
            points={table.rows.slice(0, 60).map((row) => ({
              label: shownName(row),
              values: Object.fromEntries(shown.map((column) => [column || "all", table.cell(row, column)])),
            }))}
          />
          <Sums table={table} choice={choice} />
        </Stack>
      )}
    </Page>
  );
}
