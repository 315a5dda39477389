import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { ErrorNote } from "@/ui/Notes";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { PricePreview } from "./PricePreview";

type Input = Schemas["PriceInput"];

/** What a new price begins with: a row that holds, or nothing. */
export interface Start {
  model: string;
  provider?: string;
  prices: Record<string, number>;
}

const NAMES = ["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h", "reasoning"] as const;

/** What isn't in the form, such as prices of long contexts, stays as the row had it. */
function inputOf(values: Values, start: Start): Input {
  const prices = { ...start.prices };
  for (const name of NAMES) {
    const value = values[name];
    if (typeof value === "number") prices[name] = value;
    else delete prices[name];
  }
  return {
    model: String(values.model ?? ""),
    provider: values.provider as string | null,
    effective_from: values.effective_from as string | null,
    prices,
    note: values.note as string | null,
  };
}

function useFields(start: Start): Field[] {
  const { t } = useTranslation();
  return [
    {
      name: "model",
      label: t("requests.model"),
      kind: "text",
      hint: t("prices.model-hint"),
      required: true,
      start: start.model,
    },
    {
      name: "provider",
      label: t("accounts.provider"),
      kind: "select",
      hint: t("prices.provider-hint"),
      start: start.provider || null,
      options: ["anthropic", "openai", "gemini", "openai-compatible"].map((value) => ({ value, label: value })),
    },
    { name: "effective_from", label: t("prices.from"), kind: "moment", hint: t("prices.from-hint") },
    ...NAMES.map(
      (name): Field => ({
        name,
        label: t(`price.${name}`),
        kind: "price",
        required: name === "input" || name === "output",
        start: start.prices[name] ?? null,
      }),
    ),
    { name: "note", label: t("prices.note"), kind: "text", required: true },
  ];
}

/** A price of one's own: typed, then looked at as what it changes and would have cost, then entered. */
export function EnterPrice({ start, close }: { start: Start; close: () => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Input | null>(null);
  const preview = useChange(
    async (body: Input) => ({ body, ...(await api("post", "/prices/own/preview", { body })) }),
    [],
    ({ body }) => setWanted(body),
  );
  const enter = useChange((body: Input) => api("post", "/prices/own", { body }), ["/prices", "/prices/own"], close);
  const looking = wanted && preview.data;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t("prices.enter")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <div hidden={Boolean(looking)}>
        <QuickForm
          action={t("prices.look")}
          busy={preview.isPending}
          error={preview.error}
          submit={(values) => preview.mutate(inputOf(values, start))}
          fields={useFields(start)}
        />
      </div>
      {looking && (
        <Stack gap="md">
          <PricePreview changes={preview.data.changes} />
          <ErrorNote error={enter.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setWanted(null)}>
              {t("signin.back")}
            </Button>
            <Button loading={enter.isPending} onClick={() => enter.mutate(wanted)}>
              {t("prices.enter")}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
