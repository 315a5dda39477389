/** The rows of the page's first table, so far as they are drawn and can be stood on. */
function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("main tbody tr[data-index][tabindex]")];
}

/** Leads into the page's table from anywhere outside it; in it the rows themselves hear the keys. */
export function enterTable(from: "top" | "bottom"): void {
  const all = rows();
  (from === "top" ? all[0] : all.at(-1))?.focus();
}

/** Leads to the page's search. */
export function enterSearch(): void {
  document.querySelector<HTMLInputElement>("input[data-search]")?.focus();
}
