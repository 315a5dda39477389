import type { Schemas } from "@/lib/api/client";

export type Row = Schemas["OwnUsageRow"] & Partial<Pick<Schemas["UsageRow"], "upstream_cost_nanos" | "margin_nanos">>;

/** What is counted; all else is made of it. */
const COUNTED = [
  "calls",
  "errors",
  "input_tokens",
  "output_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "list_cost_nanos",
  "charged_nanos",
  "upstream_cost_nanos",
  "margin_nanos",
] as const;
export type Sums = Readonly<Record<(typeof COUNTED)[number], number>>;

export const MEASURES = [
  "charged_nanos",
  "calls",
  "errors",
  "error_share",
  "tokens",
  "cache_share",
  "per_thousand_nanos",
  "list_cost_nanos",
  "upstream_cost_nanos",
  "margin_nanos",
] as const;
export type Measure = (typeof MEASURES)[number];

export function isMoney(measure: Measure): boolean {
  return measure.endsWith("_nanos");
}

/** Shares and means can't be added up, neither in a table nor in a stack of bars. */
export function adds(measure: Measure): boolean {
  return !measure.endsWith("_share") && measure !== "per_thousand_nanos";
}

export function sumOf(rows: readonly Row[]): Sums {
  const sums = Object.fromEntries(COUNTED.map((name) => [name, 0])) as Record<(typeof COUNTED)[number], number>;
  for (const row of rows) for (const name of COUNTED) sums[name] += row[name] ?? 0;
  return sums;
}

const NOTHING: Sums = sumOf([]);

/** A measure of what was summed: shares in parts per million, money in nano-dollars. */
export function measured(sums: Sums, measure: Measure): number {
  const prompt = sums.input_tokens + sums.cache_read_tokens + sums.cache_write_tokens;
  switch (measure) {
    case "tokens":
      return prompt + sums.output_tokens; // reasoning is a part of the output
    case "cache_share":
      return prompt > 0 ? Math.round((sums.cache_read_tokens / prompt) * 1e6) : 0;
    case "error_share":
      return sums.calls > 0 ? Math.round((sums.errors / sums.calls) * 1e6) : 0;
    case "per_thousand_nanos":
      return sums.calls > 0 ? Math.round((sums.charged_nanos / sums.calls) * 1000) : 0;
    default:
      return sums[measure];
  }
}

/** Hours and days as they were counted, in UTC, without what is always zero. */
export function shownName(name: string): string {
  const moment = /^(\d{4}-\d\d-\d\d)T(\d\d):00:00(?:\.0+)?Z$/.exec(name);
  return moment ? `${moment[1]}${moment[2] === "00" ? "" : ` ${moment[2]}:00`}` : name;
}

/** A row or column: by what it is told apart, and what it is called. */
export interface Line {
  id: string;
  name: string;
}

export interface Pivot {
  rows: readonly Line[];
  columns: readonly Line[];
  cell: (row: string, column: string) => Sums;
  row: (id: string) => Sums;
  column: (id: string) => Sums;
  all: Sums;
}

const ONE: Line = { id: "", name: "" };

function lineOf(row: Row, dimension: string): Line {
  const name = row.names[dimension] || "–";
  return { id: row.ids[dimension] ?? name, name };
}

/** Sums by two dimensions; rows and columns in the order in which the server tells them. */
export function pivot(all: readonly Row[], by: string, across: string | undefined): Pivot {
  const rows = new Map<string, Line>();
  const columns = new Map<string, Line>();
  const cells = new Map<string, Row[]>();
  const put = (key: string, one: Row) => {
    const found = cells.get(key);
    if (found) found.push(one);
    else cells.set(key, [one]);
  };
  for (const one of all) {
    const row = lineOf(one, by);
    const column = across ? lineOf(one, across) : ONE;
    rows.set(row.id, row);
    columns.set(column.id, column);
    put(`cell ${row.id} ${column.id}`, one);
    put(`row ${row.id}`, one);
    put(`column ${column.id}`, one);
  }
  const sums = new Map([...cells].map(([key, of]) => [key, sumOf(of)] as const));
  return {
    rows: [...rows.values()],
    columns: [...columns.values()],
    cell: (row, column) => sums.get(`cell ${row} ${column}`) ?? NOTHING,
    row: (id) => sums.get(`row ${id}`) ?? NOTHING,
    column: (id) => sums.get(`column ${id}`) ?? NOTHING,
    all: sumOf(all),
  };
}

/** The same row of the period before: of a name it is the name, of a moment the one as long ago as the period is. */
export function earlierId(id: string, by: string, periodMillis: number): string {
  if (by !== "day" && by !== "hour") return id;
  return new Date(Date.parse(id) - periodMillis).toISOString().replace(".000Z", "Z");
}

/** By how much something has changed, in parts per million of what it was; null where it was nothing. */
export function change(was: number, is: number): number | null {
  return was === 0 ? null : Math.round(((is - was) / Math.abs(was)) * 1e6);
}
