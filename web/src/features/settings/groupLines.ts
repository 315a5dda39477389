interface Named {
  id: string;
  name: string;
}

/** Lines such as "staff = alpha, beta", claim value first; groups by name, or by id where no group has that name. */
export function groupsOf(lines: readonly string[], groups: readonly Named[]): Record<string, string[]> {
  return Object.fromEntries(
    lines.map((line) => {
      const cut = line.lastIndexOf("=");
      const named = line.slice(cut + 1).split(",");
      const ids = named.map((name) => name.trim()).filter(Boolean);
      return [line.slice(0, cut).trim(), ids.map((name) => groups.find((group) => group.name === name)?.id ?? name)];
    }),
  );
}

/** The same the other way. */
export function linesFrom(mapping: Record<string, string[]>, groups: readonly Named[]): string {
  return Object.entries(mapping)
    .map(
      ([claim, ids]) => `${claim} = ${ids.map((id) => groups.find((group) => group.id === id)?.name ?? id).join(", ")}`,
    )
    .join("\n");
}
