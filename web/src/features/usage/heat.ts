import { type Measure, measured, type Row, sumOf } from "./pivot";

/** Days of the week, Monday first, as the heat-map's lines. */
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** In which line and column an instant lies, by the clock of that zone. */
export function placeOf(iso: string, timeZone: string | undefined): { day: number; hour: number } {
  const parts = new Intl.DateTimeFormat("en-US", {
    weekday: "short",
    hour: "2-digit",
    hourCycle: "h23",
    timeZone,
  }).formatToParts(new Date(iso));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { day: WEEKDAYS.indexOf(of("weekday") as (typeof WEEKDAYS)[number]), hour: Number(of("hour")) };
}

/** A measure by day of the week and hour of the day: seven lines of 24. */
export function heatOf(rows: readonly Row[], measure: Measure, timeZone: string | undefined): number[][] {
  const cells: Row[][][] = WEEKDAYS.map(() => Array.from({ length: 24 }, () => []));
  for (const row of rows) {
    if (!row.ids.hour) continue;
    const { day, hour } = placeOf(row.ids.hour, timeZone);
    cells[day]?.[hour]?.push(row);
  }
  return cells.map((line) => line.map((cell) => measured(sumOf(cell), measure)));
}
