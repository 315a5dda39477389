import type { Choice } from "./choice";

const FILTERS: Readonly<Record<string, string>> = {
  user: "user_id",
  key: "key_id",
  group: "group_id",
  account: "account_id",
  model: "model",
};
const MILLIS: Readonly<Record<string, number>> = { hour: 3_600_000, day: 86_400_000 };

/** Filters for the calls that one line of a dimension counts. */
function filterOf(dimension: string, id: string): Record<string, string> {
  const name = FILTERS[dimension];
  if (name) return { [name]: id };
  const length = MILLIS[dimension];
  return length ? { from: id, to: new Date(Date.parse(id) + length - 1).toISOString() } : {};
}

/** Whether that list of calls can be narrowed by that dimension: one's own can't by group. */
export function leads(requests: string, dimension: string | undefined): boolean {
  return dimension === undefined || requests === "/requests" || dimension !== "group";
}

/** Filters for the calls behind a number of the pivot; the span's start holds where no line says another. */
export function behind(choice: Choice, from: string, row?: string, column?: string): Record<string, string> {
  return {
    from,
    ...(row === undefined ? {} : filterOf(choice.by, row)),
    ...(column === undefined || !choice.across ? {} : filterOf(choice.across, column)),
    ...(choice.measure === "errors" ? { failed: "true" } : {}),
  };
}
