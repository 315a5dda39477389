import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "@/ui/Notes";
import { useTryCluster } from "./api";
import { TriedSteps } from "./TriedSteps";

/** One machine, or several that share their counters: what this version can do, it says itself. */
export function ClusterStep({ token, next }: { token: string; next: () => void }) {
  const { t } = useTranslation();
  const [url, setUrl] = useState("");
  const tryCluster = useTryCluster(token);
  const tried = tryCluster.variables === url.trim() ? tryCluster.data : undefined;
  const alone = url.trim() === "" || tried?.ok === false;
  return (
    <Stack gap="sm">
      <Title order={2}>{t("setup.cluster")}</Title>
      <Text size="sm">{t("setup.cluster-words")}</Text>
      <TextInput
        label={t("setup.cluster-url")}
        placeholder="redis://host:6379"
        autoComplete="off"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <ErrorNote error={tryCluster.error} />
      {tried && <TriedSteps tried={tried} />}
      <Group>
        <Button
          variant="default"
          disabled={!url.trim()}
          loading={tryCluster.isPending}
          onClick={() => tryCluster.mutate(url.trim())}
        >
          {t("setup.try")}
        </Button>
        <Button disabled={!alone && !tried?.ok} onClick={next}>
          {t(alone ? "setup.alone" : "setup.next")}
        </Button>
      </Group>
    </Stack>
  );
}
