import { Group } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page, with its head. */
export function Card({ title, actions, children }: Props) {
  return (
    <section className="hg-card" style={{ padding: 16 }} aria-label={title}>
      <Group justify="space-between" mb="sm" gap="sm">
        <h2 style={{ margin: 0, fontSize: 14, fontWeight: 600 }}>{title}</h2>
        {actions}
      </Group>
      {children}
    </section>
  );
}
