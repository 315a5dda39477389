import { Button, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { isSpan, SPANS, type Span } from "@/lib/buckets";
import { roughly, share } from "@/lib/format";
import { moment } from "@/lib/site";
import { Chart } from "@/ui/Chart";
import { ErrorNote } from "@/ui/Notes";
import { type Course, moments, prospect } from "./course";
import { marksOf, type PastState, PastStates } from "./PastStates";

const POINTS = 300;
const SHOWN_FIRST = 4;
const HOUR_SECONDS = 3_600;

/** When it is, as short as the span allows. */
function useClock(now: number) {
  const { i18n } = useTranslation();
  return (at: string | number) => {
    const near = Math.abs(new Date(at).getTime() - now) < 20 * HOUR_SECONDS * 1000;
    const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
    return moment(at, i18n.language, near ? hour : { weekday: "short", day: "numeric", month: "short", ...hour });
  };
}

function Words({ course, now }: { course: Course; now: number }) {
  const { t } = useTranslation();
  const clock = useClock(now);
  const future = prospect(course, now);
  const refills = course.length_seconds != null && course.length_seconds < HOUR_SECONDS;
  const late = future.kind === "used-up" || future.kind === "over";
  return (
    <Text size="sm" c={late ? "var(--hg-exhausted)" : "dimmed"} my={6}>
      {future.kind === "used-up" &&
        t("quota.used-up-at", {
          at: clock(future.at),
          before: roughly(future.before),
          resets: clock(course.resets_at ?? 0),
        })}
      {future.kind === "over" && t("quota.over", { resets: clock(future.resets) })}
      {future.kind === "lasts" && t("quota.lasts", { share: share(future.ppm), resets: clock(future.resets) })}
      {future.kind === "unknown" &&
        t(refills ? "quota.refills" : course.used_ppm == null ? "quota.no-more" : "quota.early")}
    </Text>
  );
}

interface WindowProps {
  course: Course;
  from: number;
  now: number;
  states: readonly PastState[];
}

function Window({ course, from, now, states }: WindowProps) {
  const { t, i18n } = useTranslation();
  const name = course.model ? `${course.name} · ${course.model}` : course.name;
  const all = moments(course, from, now);
  const points = all.map((one) => ({
    label: moment(one.at, i18n.language, {
      day: "numeric",
      month: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }),
    values: { used: one.used, projected: one.projected },
  }));
  const labels = points.map((one) => one.label);
  const markers = marksOf(states, course.model, all, labels, (state) => t(`state.${state}`));
  const series = [
    { key: "used", label: t("quota.used"), color: "var(--hg-busy)" },
    { key: "projected", label: t("quota.projected"), color: "var(--hg-exhausted)", dashed: true },
  ];
  return (
    <div>
      <Chart
        title={course.used_ppm == null ? name : `${name} · ${share(course.used_ppm)}`}
        points={points}
        series={course.forecast ? series : series.slice(0, 1)}
        format={share}
        levels={1_000_000}
        markers={markers}
        height={120}
      />
      <Words course={course} now={now} />
    </div>
  );
}

/** How full each quota window of an account was, and where it will be at its reset. */
export function QuotaCharts({ id }: { id: string }) {
  const { t } = useTranslation();
  const [span, setSpan] = useState<Span>("24h");
  const [all, setAll] = useState(false);
  const history = useQuery({
    queryKey: ["/accounts", "quota", id, span],
    queryFn: () => {
      const from = new Date(Date.now() - SPANS[span].hours * HOUR_SECONDS * 1000).toISOString();
      return api("get", "/accounts/{id}/quota-history", { id, query: { from, points: POINTS } });
    },
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  const windows = history.data?.windows ?? [];
  const shown = all ? windows : windows.slice(0, SHOWN_FIRST);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600} size="sm" component="h2" m={0}>
          {t("quota.title")}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t("quota.span")}
          value={span}
          onChange={(value) => isSpan(value) && setSpan(value)}
          data={Object.keys(SPANS).map((value) => ({ value, label: t(`span.${value}`) }))}
        />
      </Group>
      <ErrorNote error={history.error} retry={() => void history.refetch()} />
      {history.isPending && <Skeleton height={180} aria-label={t("quota.title")} />}
      {history.data && windows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("quota.empty")}
        </Text>
      )}
      {history.data &&
        shown.map((course) => (
          <Window
            key={`${course.model ?? ""} ${course.name}`}
            course={course}
            from={Date.parse(history.data.from)}
            now={Date.parse(history.data.to)}
            states={history.data.states}
          />
        ))}
      {shown.length < windows.length && (
        <Button variant="subtle" size="xs" onClick={() => setAll(true)} style={{ alignSelf: "flex-start" }}>
          {t("quota.all", { count: windows.length })}
        </Button>
      )}
      {history.data && <PastStates states={history.data.states} />}
    </Stack>
  );
}
