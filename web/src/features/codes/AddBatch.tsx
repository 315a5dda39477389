import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { download } from "@/lib/download";
import { csv } from "@/lib/format";
import { usePages } from "@/lib/pages";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { Snippet } from "@/ui/Snippet";

const YEAR_MILLIS = 365 * 86_400_000;
const SHOWN = 20;

function wish(values: Values): Schemas["NewBatch"] {
  const promo = values.kind === "promo";
  return {
    name: String(values.name),
    kind: String(values.kind),
    gift: {
      balance_nanos: values.balance_nanos as number | null,
      plan: values.plan as string | null,
      days: values.days as number | null,
      places: values.places as number | null,
    },
    expires_at: String(values.expires_at),
    uses_max: values.uses_max as number | null,
    count: promo && values.word ? null : (values.count as number | null),
    word: promo ? (values.word as string | null) : null,
  };
}

/** The texts of a batch that was just made: shown once, and kept as a file. */
function Made({ made, close }: { made: Schemas["MadeBatch"]; close: () => void }) {
  const { t } = useTranslation();
  const { codes, batch } = made;
  const file = () =>
    download(`${batch.name}.csv`, csv([["code", "batch"], ...codes.map((code) => [code, batch.name])]), "text/csv");
  return (
    <Stack gap="sm">
      <Text size="sm">{t("codes.once", { count: codes.length })}</Text>
      <Snippet text={codes.slice(0, SHOWN).join("\n")} />
      {codes.length > SHOWN && <Text size="sm">{t("codes.more", { count: codes.length - SHOWN })}</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t("common.done")}
        </Button>
        <Button onClick={file}>{t("codes.file")}</Button>
      </Group>
    </Stack>
  );
}

/** A new batch; promotion codes are taken at registration only, and may be a word of one's own. */
export function AddBatch({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [expires] = useState(() => new Date(Date.now() + YEAR_MILLIS).toISOString());
  const plans = usePages("/plans", {}).rows ?? [];
  const add = useChange((values: Values) => api("post", "/code-batches", { body: wish(values) }), ["/code-batches"]);
  const fields: Field[] = [
    { name: "name", label: t("common.name"), kind: "text", required: true },
    {
      name: "kind",
      label: t("codes.kind"),
      kind: "select",
      required: true,
      options: ["redeem", "promo"].map((value) => ({ value, label: t(`codes.kind-${value}`) })),
    },
    { name: "balance_nanos", label: t("codes.balance"), kind: "money", hint: t("codes.gift-hint") },
    {
      name: "plan",
      label: t("codes.plan"),
      kind: "select",
      options: plans.map(({ name }) => ({ value: name, label: name })),
    },
    { name: "days", label: t("codes.days"), kind: "number" },
    { name: "places", label: t("codes.places"), kind: "number" },
    { name: "count", label: t("codes.count"), kind: "number", start: 1 },
    { name: "uses_max", label: t("codes.uses-max"), kind: "number", hint: t("codes.uses-max-hint"), start: 1 },
    { name: "word", label: t("codes.word"), kind: "text", hint: t("codes.word-hint") },
    { name: "expires_at", label: t("keys.expires"), kind: "moment", required: true, start: expires },
  ];
  return (
    <Modal
      opened
      onClose={close}
      title={t("codes.add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {add.data ? (
        <Made made={add.data} close={close} />
      ) : (
        <QuickForm action={t("codes.add")} busy={add.isPending} error={add.error} submit={add.mutate} fields={fields} />
      )}
    </Modal>
  );
}
