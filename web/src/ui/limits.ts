import type { TFunction } from "i18next";
import type { Schemas } from "@/lib/api/client";
import type { Field, Values } from "./QuickForm";

type Limits = Schemas["LimitsView"];

const NUMBERS = ["concurrency", "requests_per_minute", "tokens_per_minute"] as const;
const MONEY = ["spend_five_hours_nanos", "spend_day_nanos", "spend_week_nanos", "spend_month_nanos"] as const;

/** The fields of a form for limits; empty = no limit. */
export function limitFields(t: TFunction, limits: Limits): Field[] {
  return [
    ...NUMBERS.map(
      (name): Field => ({ name, label: t(`limits.${name}`), kind: "number", start: limits[name] || null }),
    ),
    ...MONEY.map((name): Field => ({ name, label: t(`limits.${name}`), kind: "money", start: limits[name] ?? null })),
  ];
}

export function limitsOf(values: Values): Limits {
  return Object.fromEntries([...NUMBERS, ...MONEY].map((name) => [name, values[name] ?? null])) as Limits;
}
