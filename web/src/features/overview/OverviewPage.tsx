import { Grid, SegmentedControl, Skeleton, Stack } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { isSpan, type Span } from "@/lib/buckets";
import { useFilters } from "@/lib/filters";
import { Page } from "@/ui/Page";
import { FLOW_PIXELS } from "./api";
import { Drawers } from "./Drawers";
import { Incidents } from "./Incidents";
import { NowLine } from "./NowLine";
import { Pool } from "./Pool";
import { Unwell } from "./Unwell";

/** With its charts it is as much as all the rest. */
const Flow = lazy(() => import("./Flow").then((module) => ({ default: module.Flow })));

/** Is all well, what is not, and who draws. */
export function OverviewPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const span: Span = isSpan(filters.span) ? filters.span : "24h";
  const spans = (
    <SegmentedControl
      size="xs"
      aria-label={t("overview.span")}
      value={span}
      onChange={(value) => set({ span: value })}
      data={["24h", "7d", "30d"].map((value) => ({ value, label: t(`span.${value}`) }))}
    />
  );
  return (
    <Page title={t("nav.overview")} actions={spans}>
      <Stack gap="md">
        <Unwell />
        <NowLine />
        <Suspense fallback={<Skeleton height={FLOW_PIXELS} />}>
          <Flow span={span} />
        </Suspense>
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Pool />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Stack gap="md">
              <Drawers span={span} />
              <Incidents span={span} />
            </Stack>
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  );
}
