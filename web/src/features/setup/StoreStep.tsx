import { Alert, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { ErrorNote } from "@/ui/Notes";
import { useTryStore } from "./api";

/** Where data goes: what is in use, or another database that is tried out first. */
export function StoreStep({ token, store, next }: { token: string; store: string; next: (url: string) => void }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const tryStore = useTryStore(token);
  const tried = tryStore.data && tryStore.variables === url.trim();
  const good = url.trim() === "" || (tried && tryStore.data.ok);
  return (
    <Stack gap="sm">
      <Title order={2}>{t("setup.store")}</Title>
      <Text size="sm">{t("setup.store-words", { store })}</Text>
      <TextInput
        label={t("setup.store-url")}
        placeholder="postgresql://user:password@host/database"
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <ErrorNote error={tryStore.error} />
      {tried && (
        <Alert color={tryStore.data.ok ? "teal" : "red"} variant="light">
          {tryStore.data.steps.map((step) => (
            <Text size="sm" key={step.name}>
              {step.ok ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />} {step.name} ·{" "}
              {duration(step.millis)} · {step.words}
            </Text>
          ))}
        </Alert>
      )}
      <Group>
        <Button
          variant="default"
          disabled={!url.trim()}
          loading={tryStore.isPending}
          onClick={() => tryStore.mutate(url.trim())}
        >
          {t("setup.try")}
        </Button>
        <Button disabled={!good} onClick={() => next(url.trim())}>
          {t("setup.next")}
        </Button>
      </Group>
    </Stack>
  );
}
