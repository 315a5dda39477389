import { Button, Group, MultiSelect, NumberInput, Select, SimpleGrid, Stack } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { duration, exactNumber, share, shortNumber } from "@/lib/format";
import { usePages } from "@/lib/pages";
import { ErrorNote } from "@/ui/Notes";
import { Bands } from "./Bands";

type Outcome = Schemas["OutcomeView"];
type Result = Schemas["ReplayView"];

const POLICIES = ["headgate", "round-robin", "random", "least-connections"];
const PPM = 1_000_000;

interface Change {
  hours: number;
  policy: string;
  without: string[];
  concurrency: number | null;
  reserve: number | null;
  warmth: number | null;
  window: number | null;
}

const START: Change = {
  hours: 24,
  policy: "headgate",
  without: [],
  concurrency: null,
  reserve: null,
  warmth: null,
  window: null,
};

function amount(value: string | number): number | null {
  return typeof value === "number" ? value : null;
}

function Form({ name, change, set }: { name: string; change: Change; set: (change: Partial<Change>) => void }) {
  const { t } = useTranslation();
  const accounts = usePages("/accounts", { group: name });
  return (
    <Stack gap="sm">
      <Select
        label={t("lab.period")}
        allowDeselect={false}
        data={[6, 24, 72, 168].map((hours) => ({ value: String(hours), label: t("lab.hours", { hours }) }))}
        value={String(change.hours)}
        onChange={(value) => set({ hours: Number(value) })}
      />
      <Select
        label={t("lab.policy")}
        allowDeselect={false}
        data={POLICIES.map((value) => ({ value, label: t(`lab.policy-${value}`) }))}
        value={change.policy}
        onChange={(value) => set({ policy: value ?? "headgate" })}
      />
      <MultiSelect
        label={t("lab.without")}
        data={(accounts.rows ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={change.without}
        onChange={(without) => set({ without })}
      />
      <NumberInput
        label={t("lab.concurrency")}
        placeholder={t("lab.as-is")}
        min={1}
        value={change.concurrency ?? ""}
        onChange={(value) => set({ concurrency: amount(value) })}
      />
      <NumberInput
        label={t("lab.reserve")}
        placeholder={t("lab.as-is")}
        min={0}
        max={90}
        suffix=" %"
        value={change.reserve ?? ""}
        onChange={(value) => set({ reserve: amount(value) })}
      />
      <NumberInput
        label={t("lab.warmth")}
        placeholder={t("lab.as-is")}
        min={0}
        max={1000}
        suffix=" %"
        value={change.warmth ?? ""}
        onChange={(value) => set({ warmth: amount(value) })}
      />
      <NumberInput
        label={t("lab.window")}
        description={t("lab.window-hint")}
        min={1}
        thousandSeparator=","
        value={change.window ?? ""}
        onChange={(value) => set({ window: amount(value) })}
      />
    </Stack>
  );
}

interface Figure {
  label: string;
  of: (outcome: Outcome) => number;
  words: (value: number) => string;
  better: "more" | "less";
}

function figures(t: (key: string) => string, quota: boolean): Figure[] {
  const all: Figure[] = [
    {
      label: t("lab.cached"),
      of: (one) => (one.prompt_tokens ? (one.cached_tokens / one.prompt_tokens) * PPM : 0),
      words: share,
      better: "more",
    },
    { label: t("lab.wait-p50"), of: (one) => one.wait_ms_p50, words: duration, better: "less" },
    { label: t("lab.wait-p99"), of: (one) => one.wait_ms_p99, words: duration, better: "less" },
    { label: t("lab.refused"), of: (one) => one.refused, words: exactNumber, better: "less" },
    { label: t("lab.answered"), of: (one) => one.answered, words: exactNumber, better: "more" },
  ];
  return quota
    ? [...all, { label: t("lab.wasted"), of: (one) => one.wasted_tokens, words: shortNumber, better: "less" }]
    : all;
}

/** One figure of both runs: two bars on one scale and the figures beside them. */
function Compared({ figure, result }: { figure: Figure; result: Result }) {
  const { t } = useTranslation();
  const values = [figure.of(result.as_is), figure.of(result.changed)] as const;
  const most = Math.max(1, ...values);
  const gain = figure.better === "more" ? values[1] - values[0] : values[0] - values[1];
  return (
    <div className="hg-card" style={{ padding: 12 }}>
      <h3 style={{ margin: "0 0 8px", fontSize: 13, fontWeight: 600 }}>{figure.label}</h3>
      {[t("lab.as-is"), t("lab.changed")].map((label, place) => (
        <div key={label} style={{ display: "grid", gridTemplateColumns: "72px 1fr 84px", gap: 8, fontSize: 12 }}>
          <span className="hg-quiet">{label}</span>
          <span style={{ alignSelf: "center", background: "var(--hg-line)", height: 8, borderRadius: 2 }}>
            <span
              style={{
                display: "block",
                height: 8,
                borderRadius: 2,
                width: `${(100 * (values[place] ?? 0)) / most}%`,
                background: place === 0 ? "var(--hg-quiet)" : "var(--hg-busy)",
              }}
            />
          </span>
          <b style={{ textAlign: "right", fontWeight: 500 }} className="hg-figures">
            {figure.words(values[place] ?? 0)}
          </b>
        </div>
      ))}
      <div className="hg-quiet" style={{ fontSize: 12, marginTop: 6 }}>
        {t(gain === 0 ? "lab.same" : gain > 0 ? "lab.better" : "lab.worse")}
      </div>
    </div>
  );
}

function Results({ result, quota }: { result: Result; quota: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <p style={{ margin: 0, fontSize: 13 }}>
        {t("lab.played", {
          calls: exactNumber(result.calls),
          sessions: exactNumber(result.sessions),
          cached: share(result.prompt_tokens ? (result.cached_tokens / result.prompt_tokens) * PPM : 0),
        })}{" "}
        {result.cut && t("lab.cut")}
      </p>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
        {figures(t, quota).map((figure) => (
          <Compared key={figure.label} figure={figure} result={result} />
        ))}
      </SimpleGrid>
      <Bands bands={result.bands} />
    </Stack>
  );
}

/** Past traffic once as it is and once with something changed. */
export function Replay({ group, name }: { group: string; name: string }) {
  const { t } = useTranslation();
  const [change, setChange] = useState(START);
  const replay = useMutation({
    mutationFn: () =>
      api("post", "/scheduling/replay", {
        body: {
          group_id: group,
          hours: change.hours,
          policy: change.policy,
          without: change.without,
          concurrency: change.concurrency,
          sticky_reserve: change.reserve,
          warmth_weight: change.warmth,
          window_tokens: change.window,
        },
      }),
  });
  return (
    <section>
      <h2 style={{ fontSize: 15, margin: "0 0 8px" }}>{t("lab.what-if")}</h2>
      <div className="hg-lab">
        <div className="hg-card" style={{ padding: 12 }}>
          <Form name={name} change={change} set={(part) => setChange({ ...change, ...part })} />
          <Group mt="md">
            <Button
              leftSection={<IconPlayerPlay size={14} />}
              loading={replay.isPending}
              onClick={() => replay.mutate()}
            >
              {t("lab.play")}
            </Button>
          </Group>
        </div>
        <div>
          <ErrorNote error={replay.error} />
          {replay.data ? (
            <Results result={replay.data} quota={change.window !== null} />
          ) : (
            !replay.error && <p className="hg-quiet">{t("lab.play-words")}</p>
          )}
        </div>
      </div>
    </section>
  );
}
