import { Skeleton, Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { useOwnRequest } from "./api";
import { Summary, TokenTable } from "./parts";

export function OwnRequestPage() {
  const { t } = useTranslation();
  const { id } = useParams({ strict: false }) as { id: string };
  const request = useOwnRequest(id);
  return (
    <Page title={t("requests.one")}>
      <ErrorNote error={request.error} retry={() => void request.refetch()} />
      {request.isPending && <Skeleton height={300} />}
      {request.data && (
        <Stack gap="md">
          <Summary request={request.data} who={request.data.key} />
          <TokenTable request={request.data} />
        </Stack>
      )}
    </Page>
  );
}
