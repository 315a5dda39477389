import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "@/ui/Notes";
import { useTryStore } from "./api";
import { TriedSteps } from "./TriedSteps";

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
      {tried && <TriedSteps tried={tryStore.data} />}
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
