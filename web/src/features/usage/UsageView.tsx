import { Button, Skeleton, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { download } from "@/lib/download";
import { csv } from "@/lib/format";
import { Chart } from "@/ui/Chart";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Controls } from "./Controls";
import { type Choice, formats, useChoice } from "./choice";
import { Heat } from "./Heat";
import { adds, type Measure, measured, type Pivot, pivot, type Row, shownName } from "./pivot";
import { SumsTable } from "./SumsTable";

const COLORS = ["#0b7a75", "#4f56c9", "#b08437", "#64748b", "#8b4fc4", "#c0262d", "#1d63c4", "#1a7f37"];
/** More bars than these can't be told apart; the table has them all. */
const BARS_MAX = 60;

interface Props {
  title: string;
  dimensions: readonly string[];
  measures: readonly Measure[];
  rows: readonly Row[] | undefined;
  /** Of the period before, where it is compared. */
  earlier: readonly Row[] | undefined;
  from: string;
  /** Where the calls behind a number are listed. */
  requests: string;
  error: unknown;
  retry: () => void;
}

function tableText(table: Pivot, choice: Choice): string {
  const { plain } = formats(choice.measure);
  return csv([
    [choice.by, ...table.columns.map((column) => column.name || choice.measure)],
    ...table.rows.map((row) => [
      row.name,
      ...table.columns.map((column) => plain(measured(table.cell(row.id, column.id), choice.measure))),
    ]),
  ]);
}

function Bars({ table, choice }: { table: Pivot; choice: Choice }) {
  const { t } = useTranslation();
  const shown = table.columns.slice(0, COLORS.length);
  return (
    <Chart
      title={t(`measure.${choice.measure}`)}
      bars
      stacked={adds(choice.measure)}
      format={formats(choice.measure).short}
      series={shown.map((column, place) => ({
        key: column.id || "all",
        label: shownName(column.name) || t(`measure.${choice.measure}`),
        color: COLORS[place] ?? "#64748b",
      }))}
      points={table.rows.slice(0, BARS_MAX).map((row) => ({
        label: shownName(row.name),
        values: Object.fromEntries(
          shown.map((column) => [column.id || "all", measured(table.cell(row.id, column.id), choice.measure)]),
        ),
      }))}
    />
  );
}

/** Usage by two dimensions, or by the hours of the week: a chart, its table, and both as CSV. */
export function UsageView({ title, dimensions, measures, rows, earlier, from, requests, error, retry }: Props) {
  const { t } = useTranslation();
  const [choice] = useChoice();
  const by = choice.heat ? "hour" : choice.by;
  const across = choice.heat ? undefined : choice.across;
  const table = useMemo(() => pivot(rows ?? [], by, across), [rows, by, across]);
  const before = useMemo(() => earlier && pivot(earlier, by, across), [earlier, by, across]);
  const save = () => download("usage.csv", tableText(table, { ...choice, by, across }), "text/csv");
  return (
    <Page
      title={title}
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} />}
          disabled={!table.rows.length}
          onClick={save}
        >
          {t("common.csv")}
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
      {table.rows.length > 0 && choice.heat && <Heat rows={rows ?? []} choice={choice} />}
      {table.rows.length > 0 && !choice.heat && (
        <Stack gap="md">
          <Bars table={table} choice={choice} />
          <SumsTable
            table={table}
            earlier={choice.compared ? before : undefined}
            choice={choice}
            from={from}
            requests={requests}
          />
        </Stack>
      )}
    </Page>
  );
}
