import { useNavigate, useSearch } from "@tanstack/react-router";

export type Filters = Readonly<Record<string, string>>;

/** What the address says after "?": all values are text, so that links stay short and readable. */
export function parseFilters(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writeFilters(values: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

/** A page's filters live in its address. */
export function useFilters(): [Filters, (change: Record<string, string | undefined>) => void] {
  const values = useSearch({ strict: false }) as Filters;
  const navigate = useNavigate();
  const set = (change: Record<string, string | undefined>) => {
    void navigate({ to: ".", search: ((before: Filters) => ({ ...before, ...change })) as never, replace: true });
  };
  return [values, set];
}
