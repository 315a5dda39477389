import { Autocomplete, Group, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { Replay } from "./Replay";
import { Standings } from "./Standings";

const MODELS = ["claude-sonnet-4-5", "claude-opus-4-5", "gpt-5.2", "gemini-3-pro"];

/** How accounts are chosen, now and if something were different. */
export function LabPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const groups = usePages("/groups", {});
  const group = filters.group ?? groups.rows?.[0]?.id;
  const model = filters.model ?? MODELS[0] ?? "";
  const chosen = groups.rows?.find((one) => one.id === group);
  return (
    <Page title={t("nav.lab")}>
      <p className="hg-quiet" style={{ marginTop: 0, maxWidth: 720 }}>
        {t("lab.words")}
      </p>
      <Group gap="xs" mb="md" align="flex-end">
        <Select
          label={t("lab.group")}
          w={200}
          data={(groups.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={group ?? null}
          onChange={(value) => set({ group: value ?? undefined })}
        />
        <Autocomplete
          label={t("lab.model")}
          w={240}
          data={MODELS}
          value={model}
          onChange={(value) => set({ model: value || undefined })}
        />
      </Group>
      {chosen?.accounts === 0 && (
        <div className="hg-card">
          <Empty words={t("lab.no-accounts")} />
        </div>
      )}
      {chosen && chosen.accounts > 0 && (
        <Stack gap="lg">
          <Standings group={chosen.id} model={model} />
          <Replay group={chosen.id} name={chosen.name} key={chosen.id} />
        </Stack>
      )}
    </Page>
  );
}
