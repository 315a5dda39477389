import { Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { Snippet } from "@/ui/Snippet";
import { Tried } from "./Tried";

/** What came back from a test event. */
export function TestAnswer({ tried, close }: { tried: Schemas["TriedView"]; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={t("webhooks.test")} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Stack gap="xs">
        <Text size="sm" role="status">
          {t(tried.good ? "webhooks.test-good" : "webhooks.test-bad")} <Tried tried={tried} />
        </Text>
        {tried.answer && <Snippet text={tried.answer} />}
      </Stack>
    </Modal>
  );
}
