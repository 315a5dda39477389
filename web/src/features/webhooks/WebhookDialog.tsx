import { Button, Group, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { SecretOnce } from "@/ui/dialogs";
import { QuickForm, type Values } from "@/ui/QuickForm";

/** A webhook is made, whose secret is then shown once, or changed. */
export function WebhookDialog({ webhook, close }: { webhook: Schemas["WebhookView"] | null; close: () => void }) {
  const { t } = useTranslation();
  const types = usePages("/webhooks/event-types", {});
  const save = useChange(
    async (values: Values) => {
      const body = {
        name: String(values.name),
        url: String(values.url),
        events: values.events as string[],
        enabled: values.enabled === true,
      };
      if (!webhook) return (await api("post", "/webhooks", { body })).secret;
      await api("patch", "/webhooks/{id}", { id: webhook.id, body });
      return close();
    },
    ["/webhooks"],
  );
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={webhook ? webhook.name : t("webhooks.add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {save.data ? (
        <SecretOnce text={save.data} words={t("webhooks.secret-once")}>
          <Group justify="flex-end">
            <Button onClick={close}>{t("common.done")}</Button>
          </Group>
        </SecretOnce>
      ) : (
        <QuickForm
          action={t(webhook ? "common.save" : "webhooks.add")}
          busy={save.isPending}
          error={save.error}
          submit={save.mutate}
          fields={[
            { name: "name", label: t("common.name"), kind: "text", required: true, start: webhook?.name },
            {
              name: "url",
              label: t("webhooks.url"),
              kind: "text",
              required: true,
              hint: t("webhooks.url-hint"),
              start: webhook?.url,
            },
            {
              name: "events",
              label: t("webhooks.events"),
              kind: "choices",
              hint: t("webhooks.events-hint"),
              start: webhook?.events,
              options: (types.rows ?? [])
                .filter((one) => one.type !== "webhook.test")
                .map((one) => ({ value: one.type, label: one.type })),
            },
            { name: "enabled", label: t("webhooks.enabled"), kind: "switch", start: webhook?.enabled ?? true },
          ]}
        />
      )}
    </Modal>
  );
}
