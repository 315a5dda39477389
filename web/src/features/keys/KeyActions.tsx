import { ActionIcon, Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { offerUndo } from "@/lib/undo";
import { ConfirmName, SecretOnce } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { type Key, useEnable, useRemoveKey, useRotate, type Whose } from "./api";

const GRACE_SECONDS = 86_400;

function Rotate({ apiKey, whose, close }: { apiKey: Key; whose: Whose; close: () => void }) {
  const { t } = useTranslation();
  const rotate = useRotate(whose, apiKey.id);
  return (
    <Modal
      opened
      onClose={close}
      title={`${t("keys.rotate")}: ${apiKey.name}`}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {rotate.data ? (
        <SecretOnce text={rotate.data.text} words={t("keys.once")} />
      ) : (
        <Stack gap="sm">
          <Text size="sm">{t("keys.rotate-words")}</Text>
          <ErrorNote error={rotate.error} />
          <Group justify="flex-end">
            <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate(0)}>
              {t("keys.rotate-now")}
            </Button>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate(GRACE_SECONDS)}>
              {t("keys.rotate-day")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** What can be done to one key. */
export function KeyActions({ apiKey, whose }: { apiKey: Key; whose: Whose }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"rotate" | "remove" | null>(null);
  const close = () => setOpen(null);
  const enable = useEnable(whose, apiKey.id);
  const remove = useRemoveKey(whose, apiKey.id, close);
  const switchIt = () =>
    enable.mutate(!apiKey.enabled, {
      onSuccess: () => {
        if (apiKey.enabled) offerUndo(t("keys.disabled-one", { name: apiKey.name }), () => enable.mutateAsync(true));
      },
    });
  return (
    <>
      <ErrorNote error={enable.error} />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t("common.actions")}: ${apiKey.name}`}
            loading={enable.isPending}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("rotate")}>{t("keys.rotate")}</Menu.Item>
          <Menu.Item onClick={switchIt}>{t(apiKey.enabled ? "common.disable" : "common.enable")}</Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen("remove")}>
            {t("common.remove")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "rotate" && <Rotate apiKey={apiKey} whose={whose} close={close} />}
      {open === "remove" && (
        <ConfirmName
          name={apiKey.name}
          title={t("common.remove")}
          words={t("keys.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(undefined)}
          close={close}
        />
      )}
    </>
  );
}
