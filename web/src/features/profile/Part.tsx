import type { ReactNode } from "react";

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="hg-card" style={{ padding: 16 }}>
      <h2 style={{ margin: "0 0 12px", fontSize: 14 }}>{title}</h2>
      {children}
    </section>
  );
}
