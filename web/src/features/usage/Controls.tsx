import { Group, SegmentedControl, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Select } from "@/ui/Select";
import { useChoice } from "./choice";
import type { Measure } from "./pivot";

interface Props {
  dimensions: readonly string[];
  measures: readonly Measure[];
}

const TIMES = ["hour", "day"];

function Dimensions({ dimensions }: Pick<Props, "dimensions">) {
  const { t } = useTranslation();
  const [choice, set] = useChoice();
  const names = dimensions.map((value) => ({ value, label: t(`dimension.${value}`) }));
  const others = names.filter(
    ({ value }) => value !== choice.by && !(TIMES.includes(value) && TIMES.includes(choice.by)),
  );
  return (
    <>
      <Select
        label={t("usage.rows")}
        w={140}
        data={names}
        value={choice.by}
        onChange={(by) => set({ by: by ?? undefined })}
      />
      <Select
        label={t("usage.columns")}
        w={140}
        clearable
        data={others}
        value={choice.across ?? null}
        onChange={(across) => set({ across: across ?? undefined })}
      />
    </>
  );
}

/** What of usage is looked at, and how. */
export function Controls({ dimensions, measures }: Props) {
  const { t } = useTranslation();
  const [choice, set] = useChoice();
  return (
    <Group gap="xs" mb="md" align="flex-end">
      <SegmentedControl
        size="sm"
        aria-label={t("overview.span")}
        value={choice.span}
        onChange={(span) => set({ span })}
        data={["24h", "7d", "30d"].map((value) => ({ value, label: t(`span.${value}`) }))}
      />
      <SegmentedControl
        size="sm"
        aria-label={t("usage.view")}
        value={choice.heat ? "hours" : "pivot"}
        onChange={(view) => set({ view: view === "hours" ? view : undefined })}
        data={["pivot", "hours"].map((value) => ({ value, label: t(`usage.view-${value}`) }))}
      />
      {!choice.heat && <Dimensions dimensions={dimensions} />}
      <Select
        label={t("usage.measure")}
        w={200}
        data={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
        value={choice.measure}
        onChange={(measure) => set({ measure: measure ?? undefined })}
      />
      {!choice.heat && (
        <Switch
          size="sm"
          mb={8}
          label={t("usage.compare")}
          checked={choice.compared}
          onChange={(event) => set({ compare: event.currentTarget.checked ? "before" : undefined })}
        />
      )}
    </Group>
  );
}
