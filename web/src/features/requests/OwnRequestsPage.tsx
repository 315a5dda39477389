import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { TextFilter } from "@/ui/TextFilter";
import { useOwnColumns } from "./columns";
import { Span } from "./Facets";

/** One's own finished calls. */
export function OwnRequestsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [{ key_id, model, failed, from, to }, set] = useFilters();
  const keys = useQuery({ queryKey: ["/me/keys", "choice"], queryFn: () => api("get", "/me/keys") }).data?.items ?? [];
  const requests = usePages(
    "/me/requests",
    { key_id, model, from, to, failed: failed === undefined ? undefined : failed === "true" },
    5_000,
  );
  return (
    <Page title={t("nav.my-requests")}>
      <Group gap="xs" mb="sm" className="hg-filters">
        <Select
          clearable
          aria-label={t("requests.outcome")}
          placeholder={t("requests.outcome")}
          w={150}
          value={failed ?? null}
          data={[
            { value: "false", label: t("requests.succeeded") },
            { value: "true", label: t("requests.failed") },
          ]}
          onChange={(value) => set({ failed: value ?? undefined })}
        />
        <Select
          clearable
          aria-label={t("requests.key")}
          placeholder={t("requests.key")}
          w={170}
          value={key_id ?? null}
          data={keys.map((key) => ({ value: key.id, label: key.name }))}
          onChange={(value) => set({ key_id: value ?? undefined })}
        />
        <TextFilter
          main
          aria-label={t("requests.model")}
          placeholder={t("requests.model")}
          w={190}
          value={model}
          set={(value) => set({ model: value })}
        />
        <Span filters={{ ...(from ? { from } : {}), ...(to ? { to } : {}) }} set={set} />
      </Group>
      <DataTable
        name={t("nav.my-requests")}
        id="own-requests"
        source={requests}
        columns={useOwnColumns()}
        rowId={(row) => row.request_id}
        open={(row) => void navigate({ to: `/my/requests/${row.request_id}` })}
        empty={t(key_id || model || failed || from || to ? "common.nothing-found" : "requests.own-empty")}
      />
    </Page>
  );
}
