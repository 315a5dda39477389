import type { ReactNode } from "react";

/** Names and values, aligned. */
export function Facts({ rows }: { rows: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl
      style={{
        display: "grid",
        gridTemplateColumns: "minmax(120px, auto) 1fr",
        gap: "6px 16px",
        margin: 0,
        fontSize: 13,
      }}
    >
      {rows.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt className="hg-quiet">{name}</dt>
          <dd style={{ margin: 0, overflowWrap: "anywhere" }}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
