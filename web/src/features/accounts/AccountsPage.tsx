import { Button, Group, Pill } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { SearchField } from "@/ui/SearchField";
import { Select } from "@/ui/Select";
import { AccountDrawer } from "./AccountDrawer";
import { AddAccount } from "./AddAccount";
import { BulkBar } from "./BulkBar";
import { useColumns } from "./columns";
import { Transfer } from "./Transfer";

const STATES = ["active", "cooling", "exhausted", "paused", "needs-attention", "expired"];
const PROVIDERS = ["anthropic", "openai", "gemini", "openai-compatible"];

/** Where the water comes from. */
export function AccountsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, set] = useFilters();
  const { search, state, provider, group, open, new: begun } = filters;
  const accounts = usePages("/accounts", { search, state, provider, group }, 3_000);
  const columns = useColumns();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [moving, setMoving] = useState(false);
  const chosen = accounts.rows?.filter((account) => selected.has(account.id)) ?? [];
  const add = may("accounts:write") && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => set({ new: "1" })}>
      {t("accounts.add")}
    </Button>
  );
  const filtered = search || state || provider || group;
  return (
    <Page
      title={t("nav.accounts")}
      actions={
        <>
          <Button variant="default" onClick={() => setMoving(true)}>
            {t("transfer.title")}
          </Button>
          {add}
        </>
      }
    >
      <Group gap="xs" mb="sm" className="hg-filters">
        <SearchField mb={0} value={search} set={(value) => set({ search: value })} />
        <Select
          clearable
          placeholder={t("accounts.state")}
          aria-label={t("accounts.state")}
          value={state ?? null}
          data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
          onChange={(value) => set({ state: value ?? undefined })}
        />
        <Select
          clearable
          placeholder={t("accounts.provider")}
          aria-label={t("accounts.provider")}
          value={provider ?? null}
          data={PROVIDERS}
          onChange={(value) => set({ provider: value ?? undefined })}
        />
        {group && (
          <Pill
            withRemoveButton
            removeButtonProps={{ "aria-label": t("common.clear") }}
            onRemove={() => set({ group: undefined })}
          >
            {t("keys.group")}: {group}
          </Pill>
        )}
      </Group>
      <BulkBar accounts={chosen} clear={() => setSelected(new Set())} />
      <DataTable
        name={t("nav.accounts")}
        id="accounts"
        selection={may("accounts:write") ? { ids: selected, set: setSelected } : undefined}
        source={accounts}
        columns={columns}
        rowId={(row) => row.id}
        open={(row) => set({ open: row.id })}
        empty={filtered ? t("common.nothing-found") : <Empty words={t("accounts.empty")} action={add} />}
      />
      {open && <AccountDrawer id={open} close={() => set({ open: undefined })} />}
      {moving && <Transfer close={() => setMoving(false)} />}
      {begun && may("accounts:write") && (
        <AddAccount
          close={() => set({ new: undefined })}
          done={(account) => set({ new: undefined, open: account.id })}
        />
      )}
    </Page>
  );
}
