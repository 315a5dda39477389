import { Button, CloseButton, Group, Pill, Select, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Filters, useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { requestQuery } from "./api";
import { useRequestColumns } from "./columns";

/** Filters that come by a link from elsewhere, and only can be taken away here. */
const LINKED = ["user_id", "key_id", "group_id", "account_id"];

function Linked({ filters, set }: { filters: Filters; set: (change: Record<string, undefined>) => void }) {
  const { t } = useTranslation();
  return LINKED.filter((name) => filters[name]).map((name) => (
    <Pill
      key={name}
      withRemoveButton
      removeButtonProps={{ "aria-label": t("common.clear") }}
      onRemove={() => set({ [name]: undefined })}
    >
      {t(`requests.only-${name}`)}
    </Pill>
  ));
}

/** Finished calls, the newest first. */
export function RequestsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters, set] = useFilters();
  const [following, setFollowing] = useState(true);
  const requests = usePages("/requests", requestQuery(filters), following ? 3_000 : undefined);
  const columns = useRequestColumns();
  const active = Object.keys(filters).length > 0;
  return (
    <Page
      title={t("nav.requests")}
      actions={
        <Button variant="default" size="xs" onClick={() => setFollowing(!following)}>
          {t(following ? "requests.pause" : "requests.follow")}
        </Button>
      }
    >
      <Group gap="xs" mb="sm">
        <Select
          aria-label={t("requests.outcome")}
          placeholder={t("requests.outcome")}
          clearable
          w={150}
          value={filters.failed ?? null}
          data={[
            { value: "false", label: t("requests.succeeded") },
            { value: "true", label: t("requests.failed") },
          ]}
          onChange={(value) => set({ failed: value ?? undefined })}
        />
        <TextInput
          aria-label={t("requests.model")}
          placeholder={t("requests.model")}
          w={190}
          value={filters.model ?? ""}
          onChange={(event) => set({ model: event.currentTarget.value })}
        />
        <Select
          aria-label={t("requests.slow")}
          placeholder={t("requests.slow")}
          clearable
          w={150}
          value={filters.slower_than_ms ?? null}
          data={["1000", "5000", "30000"].map((value) => ({ value, label: `≥ ${Number(value) / 1000} s` }))}
          onChange={(value) => set({ slower_than_ms: value ?? undefined })}
        />
        <Select
          aria-label={t("requests.dear")}
          placeholder={t("requests.dear")}
          clearable
          w={150}
          value={filters.dearer_than_nanos ?? null}
          data={["10000000", "100000000", "1000000000"].map((value) => ({ value, label: `≥ $${Number(value) / 1e9}` }))}
          onChange={(value) => set({ dearer_than_nanos: value ?? undefined })}
        />
        <Linked filters={filters} set={set} />
        {active && (
          <CloseButton
            aria-label={t("common.clear")}
            onClick={() => set(Object.fromEntries(Object.keys(filters).map((name) => [name, undefined])))}
          />
        )}
      </Group>
      <DataTable
        name={t("nav.requests")}
        id="requests"
        source={requests}
        columns={columns}
        rowId={(row) => row.request_id}
        open={(row) => void navigate({ to: `/requests/${row.request_id}` })}
        empty={t(active ? "common.nothing-found" : "requests.empty")}
      />
    </Page>
  );
}
