import { Skeleton, Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Arithmetic, Entries } from "./Arithmetic";
import { useRequest } from "./api";
import { Summary, TokenTable } from "./parts";
import { Refund } from "./Refund";
import { Attempts, Choices, HoldLine, Timeline } from "./TraceView";
import type { Trace } from "./trace";

/** One request: when, by which account and why, what was tried, and what it cost. */
export function RequestPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useParams({ strict: false }) as { id: string };
  const found = useRequest(id);
  const trace = found.data?.trace as Trace | null | undefined;
  return (
    <Page
      title={t("requests.one")}
      actions={found.data && may("money:write") && <Refund request={found.data.request} />}
    >
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={300} />}
      {found.data && (
        <Stack gap="md">
          <Summary request={found.data.request} who={`${found.data.request.user} / ${found.data.request.key}`} />
          {trace && <Timeline trace={trace} />}
          {trace && <Choices trace={trace} />}
          <Attempts tries={found.data.tries} trace={trace ?? {}} />
          <TokenTable request={found.data.request} />
          {found.data.sheet && <Arithmetic sheet={found.data.sheet} request={found.data.request} />}
          {trace && <HoldLine trace={trace} />}
          <Entries entries={found.data.entries} />
        </Stack>
      )}
    </Page>
  );
}
