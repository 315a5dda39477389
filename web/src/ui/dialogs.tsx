import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "./Notes";

interface ConfirmProps {
  name: string;
  title: string;
  words: string;
  busy: boolean;
  error: unknown;
  confirm: () => void;
  close: () => void;
}

/** For what can't be undone: the name has to be typed. */
export function ConfirmName({ name, title, words, busy, error, confirm, close }: ConfirmProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack gap="sm">
        <Text size="sm">{words}</Text>
        <TextInput
          label={t("common.type-name", { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        <ErrorNote error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button color="red" disabled={typed !== name} loading={busy} onClick={confirm}>
            {title}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** A secret, shown once. */
export function SecretOnce({ text, words, children }: { text: string; words: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Alert color="teal" variant="light">
        {words}
      </Alert>
      <Group gap="xs" wrap="nowrap">
        <Code block flex={1} data-testid="secret" style={{ overflowX: "auto" }}>
          {text}
        </Code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant={copied ? "light" : "filled"} onClick={copy}>
              {copied ? t("common.copied") : t("common.copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
      {children}
    </Stack>
  );
}
