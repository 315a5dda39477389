import { Alert, Button, Group, Loader, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconConfetti } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { FIRST_TOOL, TOOLS } from "@/lib/snippets";
import { SecretOnce } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { ToolLines } from "@/ui/ToolLines";
import { Money } from "@/ui/Value";
import { useFirstKey, useFirstRequest } from "./api";

/** Waits for the first real request, and tells what it cost. */
function Waiting({ keyId, text }: { keyId: string; text: string }) {
  const { t } = useTranslation();
  const first = useFirstRequest(keyId).data;
  const [id, setId] = useState("curl");
  const tool = TOOLS.find((one) => one.id === id) ?? FIRST_TOOL;
  return (
    <Stack gap="sm">
      <ToolLines tool={tool} setTool={setId} url={window.location.origin} apiKey={text} />
      {first ? (
        <Alert
          color={first.error_code ? "red" : "teal"}
          icon={first.error_code ? <IconAlertTriangle size={18} /> : <IconConfetti size={18} />}
          title={t(first.error_code ? "setup.seen-failed" : "setup.seen")}
          role="status"
        >
          {first.model} · {first.status} {first.error_code} · {duration(first.duration_ms)} · {t("setup.cost")}{" "}
          <Money nanos={first.charged_nanos} />
        </Alert>
      ) : (
        <Group gap="xs" role="status">
          <Loader type="dots" size="xs" />
          <Text size="sm" c="dimmed">
            {t("setup.waiting")}
          </Text>
        </Group>
      )}
      <Button
        component={Link}
        to="/"
        variant={first && !first.error_code ? "filled" : "default"}
        style={{ alignSelf: "flex-start" }}
      >
        {t("setup.finish")}
      </Button>
    </Stack>
  );
}

/** The first key, and the line to call with it. */
export function KeyStep() {
  const { t } = useTranslation();
  const make = useFirstKey();
  return (
    <Stack gap="sm">
      <Title order={2}>{t("setup.key")}</Title>
      <Text size="sm">{t("setup.key-words")}</Text>
      <ErrorNote error={make.error} />
      {make.data ? (
        <>
          <SecretOnce text={make.data.text} words={t("keys.once")} />
          <Waiting keyId={make.data.key.id} text={make.data.text} />
        </>
      ) : (
        <Button loading={make.isPending} onClick={() => make.mutate("first key")} style={{ alignSelf: "flex-start" }}>
          {t("keys.make")}
        </Button>
      )}
    </Stack>
  );
}
