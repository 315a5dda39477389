import { Group, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { site } from "@/lib/site";

/** A page's head with its actions, and its name in the browser's tab. */
export function Page({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · ${site().name}`;
  }, [title]);
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1}>{title}</Title>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </>
  );
}
