import { site } from "./site";

const NANOS = 1_000_000_000n;
// made once: a table writes hundreds of numbers
const WHOLE = new Intl.NumberFormat("en-US");
const digits = (most: number) =>
  new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: most });
const CENTS = digits(2);
const MILLIONTHS = digits(6);
const ALL_DIGITS = digits(9);

/** The digits of an amount behind the point, at least two. */
function cents(whole: bigint): string {
  return (whole % NANOS).toString().padStart(9, "0").replace(/0+$/, "").padEnd(2, "0");
}

/** Nano-dollars as dollars with all their digits, at least two: $0.01188, $10.00, −$3.50. Exact. */
export function exactMoney(nanos: number | bigint): string {
  const value = BigInt(nanos);
  const whole = value < 0n ? -value : value;
  return `${value < 0n ? "−" : ""}$${grouped(whole / NANOS)}.${cents(whole)}`;
}

/** The same as a number that programs read: 0.01188, -3.50. Exact. */
export function dollars(nanos: number | bigint): string {
  const value = BigInt(nanos);
  const whole = value < 0n ? -value : value;
  return `${value < 0n ? "-" : ""}${whole / NANOS}.${cents(whole)}`;
}

function grouped(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}

/** What stands before an amount: $, € or CN¥. */
function symbol(currency: string): string {
  if (currency === "USD") return "$";
  const parts = new Intl.NumberFormat("en-US", { style: "currency", currency }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
}

/**
 * Nano-dollars for a summary, at what they are worth in the site's currency: three significant digits below ten, hundredths above.
 * Details and whatever is entered are in dollars, in which the books are kept.
 */
export function shortMoney(nanos: number | bigint): string {
  const { currency, currency_per_usd_millionths } = site();
  const dollars = ((Number(nanos) / 1e9) * currency_per_usd_millionths) / 1e6;
  const size = Math.abs(dollars);
  const unit = symbol(currency);
  if (size === 0) return `${unit}0`;
  const sign = dollars < 0 ? "−" : "";
  return `${sign}${unit}${size >= 10 ? CENTS.format(size) : ALL_DIGITS.format(Number(size.toPrecision(3)))}`;
}

/** Dollars as typed, to nano-dollars; null for what is no amount. Exact. */
export function parseMoney(text: string): number | null {
  const match = /^(-?)\$?(\d{1,7})(?:\.(\d{1,9}))?$/.exec(text.trim().replaceAll(",", ""));
  if (!match) return null;
  const nanos = BigInt(match[2] ?? "0") * NANOS + BigInt((match[3] ?? "").padEnd(9, "0"));
  return Number(match[1] === "-" ? -nanos : nanos);
}

/** All digits, thousands separated. */
export function exactNumber(value: number): string {
  return WHOLE.format(value);
}

/** At most three significant digits: 999, 1.31 M, 12.4 k. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size < 1000) return Number(value.toPrecision(3)).toString();
  for (const [unit, one] of [
    ["k", 1e3],
    ["M", 1e6],
    ["G", 1e9],
    ["T", 1e12],
  ] as const) {
    const scaled = Number((value / one).toPrecision(3));
    if (Math.abs(scaled) < 1000) return `${scaled} ${unit}`;
  }
  return value.toExponential(2);
}

/** A share of parts per million: 71 %, 0.2 %. */
export function share(ppm: number): string {
  const percent = ppm / 10_000;
  return `${Number(percent.toPrecision(percent < 10 ? 2 : 3))} %`;
}

/** Milliseconds for people: 812 ms, 3.84 s, 2 min 5 s. */
export function duration(millis: number): string {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  if (millis < 60_000) return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** The same to the minute, for what is only about so: 50 min, 3 h 5 min, 2 d 4 h. */
export function roughly(millis: number): string {
  const minutes = Math.round(millis / 60_000);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** Time left as a countdown: 0:42, 2:10:05, 3 d 4 h. */
export function countdown(millis: number): string {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  const two = (value: number) => value.toString().padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  if (seconds < 86_400)
    return `${Math.floor(seconds / 3600)}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}

/** Rows as CSV (RFC 4180); a cell that a spreadsheet would take for a formula is quoted with an apostrophe. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cell).join(",")).join("\r\n");
}

function cell(value: string | number): string {
  if (typeof value === "number") return value.toString();
  const safe = /^[=+\-@\t]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Pico-dollars per token are dollars per million tokens, six places further: exact in a double for any real price. */
export function perMillion(picos: number | null | undefined): string {
  return picos == null ? "–" : `$${MILLIONTHS.format(picos / 1e6)}`;
}

/** A price as typed, dollars per million tokens, to pico-dollars per token; null for what is none. Exact. */
export function parsePerMillion(text: string): number | null {
  const match = /^\$?(\d{1,7})(?:\.(\d{1,6}))?$/.exec(text.trim().replaceAll(",", ""));
  return match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0")) : null;
}

/** Microseconds for people. */
export function micros(value: number): string {
  if (value < 1000) return `${value} µs`;
  if (value < 1_000_000) return `${Number((value / 1000).toPrecision(3))} ms`;
  return `${Number((value / 1_000_000).toPrecision(3))} s`;
}
