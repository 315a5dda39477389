import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api/client";
import { Copyable } from "./Value";

/** A refusal where it belongs: the server's words, its request id, and a way on. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  if (!error) return null;
  const known = error instanceof ApiError ? error : null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={16} />} role="alert" my="xs">
      <Text size="sm">{known?.message ?? String(error)}</Text>
      {known?.fields.map((field) => (
        <Text size="sm" key={field.field}>
          <b>{field.field}</b>: {field.message}
        </Text>
      ))}
      <Group gap="md" mt={4}>
        {known?.requestId && (
          <Text size="xs" component="span">
            {t("common.request-id")} <Copyable text={known.requestId} />
          </Text>
        )}
        {retry && (
          <Button size="compact-xs" variant="default" onClick={retry}>
            {t("common.retry")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** The server's words for one field of a form. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof ApiError ? error.fields.find((one) => one.field === field)?.message : undefined;
}

/** An empty page teaches: the gate with no water yet, one sentence, one action. */
export function Empty({ words, action }: { words: string; action?: ReactNode }) {
  return (
    <Stack align="center" gap="sm" py={40} px="md">
      <svg width="96" height="48" viewBox="0 0 96 48" fill="none" stroke="var(--hg-quiet)" strokeWidth="2" aria-hidden>
        <path d="M28 6v36M68 6v36M28 16h40M28 24h40" strokeLinecap="round" />
        <path d="M4 38c6-5 12-5 18 0M74 38c6-5 12-5 18 0" strokeDasharray="3 4" stroke="var(--hg-busy)" />
      </svg>
      <Text size="sm" c="dimmed" ta="center" maw={440}>
        {words}
      </Text>
      {action}
    </Stack>
  );
}
