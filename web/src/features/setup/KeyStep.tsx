import { Alert, Button, Loader, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SecretOnce } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { Snippet } from "@/ui/Snippet";
import { Money } from "@/ui/Value";
import { useFirstKey, useFirstRequest } from "./api";

/** Waits for the first real request, and tells what it cost. */
function Waiting({ keyId, text }: { keyId: string; text: string }) {
  const { t } = useTranslation();
  const first = useFirstRequest(keyId).data;
  const line = [
    `curl ${window.location.origin}/v1/messages -H 'x-api-key: ${text}' -H 'content-type: application/json' \\`,
    `  -d '{"model":"claude-sonnet-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'`,
  ].join("\n");
  return (
    <Stack gap="sm">
      <Snippet text={line} />
      {first ? (
        <Alert color={first.error_code ? "red" : "teal"} title={t("setup.seen")}>
          {first.model} · {first.status} {first.error_code} · <Money nanos={first.charged_nanos} />
        </Alert>
      ) : (
        <Text size="sm" c="dimmed">
          <Loader type="dots" size="xs" /> {t("setup.waiting")}
        </Text>
      )}
      <Button component={Link} to={first ? "/" : "/connect"} style={{ alignSelf: "flex-start" }}>
        {t(first ? "setup.finish" : "setup.other-tools")}
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
