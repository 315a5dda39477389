import type { Schemas } from "@/lib/api/client";

export type Row = Schemas["OwnUsageRow"] & Partial<Pick<Schemas["UsageRow"], "upstream_cost_nanos" | "margin_nanos">>;

export const MEASURES = [
  "charged_nanos",
  "calls",
  "errors",
  "tokens",
  "list_cost_nanos",
  "upstream_cost_nanos",
  "margin_nanos",
] as const;
export type Measure = (typeof MEASURES)[number];

export function isMoney(measure: Measure): boolean {
  return measure.endsWith("_nanos");
}

export function measured(row: Row, measure: Measure): number {
  if (measure === "tokens") {
    return row.input_tokens + row.output_tokens + row.cache_read_tokens + row.cache_write_tokens;
  }
  return row[measure] ?? 0;
}

/** Hours and days as they were counted, in UTC, without what is always zero. */
export function shownName(name: string): string {
  const moment = /^(\d{4}-\d\d-\d\d)T(\d\d):00:00(?:\.0+)?Z$/.exec(name);
  return moment ? `${moment[1]}${moment[2] === "00" ? "" : ` ${moment[2]}:00`}` : name;
}

export interface Pivot {
  rows: string[];
  columns: string[];
  cell: (row: string, column: string) => number;
  rowSum: (row: string) => number;
  columnSum: (column: string) => number;
}

/** Sums by two dimensions; rows and columns in the order in which the server tells them. */
export function pivot(all: readonly Row[], by: string, across: string | undefined, measure: Measure): Pivot {
  const sums = new Map<string, Map<string, number>>();
  const columns = new Set<string>();
  for (const one of all) {
    const row = one.names[by] ?? "–";
    const column = across ? (one.names[across] ?? "–") : "";
    columns.add(column);
    const cells = sums.get(row) ?? new Map<string, number>();
    cells.set(column, (cells.get(column) ?? 0) + measured(one, measure));
    sums.set(row, cells);
  }
  const cell = (row: string, column: string) => sums.get(row)?.get(column) ?? 0;
  const rows = [...sums.keys()];
  return {
    rows,
    columns: [...columns],
    cell,
    rowSum: (row) => [...columns].reduce((sum, column) => sum + cell(row, column), 0),
    columnSum: (column) => rows.reduce((sum, row) => sum + cell(row, column), 0),
  };
}
