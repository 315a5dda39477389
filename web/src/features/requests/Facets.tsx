import { Button, CloseButton, Group, Pill } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import type { Filters } from "@/lib/filters";
import { useMay } from "@/lib/session";
import { Select } from "@/ui/Select";
import { TextFilter } from "@/ui/TextFilter";
import { UserSelect } from "@/ui/UserSelect";
import { Time } from "@/ui/Value";
import { SPANS_MILLIS } from "./api";

type Set = (change: Record<string, string | undefined>) => void;

interface Props {
  filters: Filters;
  set: Set;
}

/** Filters that come by a link from elsewhere, and only can be taken away here. */
const LINKED = ["key_id", "group_id", "error_code", "status"];
const MORE = ["user_id", "account_id", "estimated", "slower_than_ms", "dearer_than_nanos", "from", "to"];

function Choice({ name, label, data, filters, set }: Props & { name: string; label: string; data: Options }) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      w={150}
      value={filters[name] ?? null}
      data={data}
      onChange={(value) => set({ [name]: value ?? undefined })}
    />
  );
}

type Options = { value: string; label: string }[];

function Accounts({ filters, set }: Props) {
  const { t } = useTranslation();
  const accounts = useQuery({
    queryKey: ["/accounts", "choice"],
    queryFn: () => api("get", "/accounts", { query: { limit: 200 } }),
    staleTime: 60_000,
  });
  const data = accounts.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  return <Choice name="account_id" label={t("requests.account")} data={data} filters={filters} set={set} />;
}

/** One filter that stands by itself, with the way to take it away. */
function Only({ children, clear }: { children: ReactNode; clear: () => void }) {
  const { t } = useTranslation();
  return (
    <Pill withRemoveButton removeButtonProps={{ "aria-label": t("common.clear") }} onRemove={clear}>
      {children}
    </Pill>
  );
}

function More({ filters, set }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const since = (span: string | null) => {
    const millis = SPANS_MILLIS[span as keyof typeof SPANS_MILLIS];
    set({ from: millis ? new Date(Date.now() - millis).toISOString() : undefined, to: undefined });
  };
  return (
    <>
      {may("users:read") && (
        <UserSelect
          aria-label={t("dimension.user")}
          placeholder={t("dimension.user")}
          clearable
          w={190}
          value={filters.user_id ?? null}
          onChange={(value) => set({ user_id: value ?? undefined })}
        />
      )}
      {may("accounts:read") && <Accounts filters={filters} set={set} />}
      <Select
        aria-label={t("requests.since")}
        placeholder={t("requests.since")}
        w={150}
        value={null}
        data={Object.keys(SPANS_MILLIS).map((value) => ({ value, label: t(`requests.last-${value}`) }))}
        onChange={since}
      />
      <Choice
        name="slower_than_ms"
        label={t("requests.slow")}
        data={["1000", "5000", "30000"].map((value) => ({ value, label: `≥ ${Number(value) / 1000} s` }))}
        filters={filters}
        set={set}
      />
      <Choice
        name="dearer_than_nanos"
        label={t("requests.dear")}
        data={["10000000", "100000000", "1000000000"].map((value) => ({ value, label: `≥ $${Number(value) / 1e9}` }))}
        filters={filters}
        set={set}
      />
      <Choice
        name="estimated"
        label={t("requests.counted")}
        data={[
          { value: "true", label: t("requests.counted-estimated") },
          { value: "false", label: t("requests.counted-told") },
        ]}
        filters={filters}
        set={set}
      />
    </>
  );
}

/** The time that was chosen, or came by a link. */
export function Span({ filters, set }: Props) {
  const { t } = useTranslation();
  if (!filters.from && !filters.to) return null;
  return (
    <Only clear={() => set({ from: undefined, to: undefined })}>
      {filters.from && (
        <>
          {t("requests.from")} <Time iso={filters.from} exact />{" "}
        </>
      )}
      {filters.to && (
        <>
          {t("requests.until")} <Time iso={filters.to} exact />
        </>
      )}
    </Only>
  );
}

/** What requests are looked for by; all of it stands in the address. */
export function Facets({ filters, set }: Props) {
  const { t } = useTranslation();
  const [more, setMore] = useState(() => MORE.some((name) => filters[name]));
  const may = useMay();
  const active = Object.keys(filters);
  const unnamed = [...(may("users:read") ? [] : ["user_id"]), ...(may("accounts:read") ? [] : ["account_id"])];
  return (
    <Group gap="xs" mb="sm" className="hg-filters">
      <Choice
        name="failed"
        label={t("requests.outcome")}
        data={[
          { value: "false", label: t("requests.succeeded") },
          { value: "true", label: t("requests.failed") },
        ]}
        filters={filters}
        set={set}
      />
      <TextFilter
        main
        aria-label={t("requests.model")}
        placeholder={t("requests.model")}
        w={190}
        value={filters.model}
        set={(model) => set({ model })}
      />
      {more ? (
        <More filters={filters} set={set} />
      ) : (
        <Button variant="subtle" color="gray" leftSection={<IconFilter size={14} />} onClick={() => setMore(true)}>
          {t("requests.more-filters")}
        </Button>
      )}
      <Span filters={filters} set={set} />
      {[...LINKED, ...unnamed]
        .filter((name) => filters[name])
        .map((name) => (
          <Only key={name} clear={() => set({ [name]: undefined })}>
            {t(`requests.only-${name}`, { value: filters[name] })}
          </Only>
        ))}
      {active.length > 0 && (
        <CloseButton
          aria-label={t("requests.clear")}
          onClick={() => set(Object.fromEntries(active.map((name) => [name, undefined])))}
        />
      )}
    </Group>
  );
}
