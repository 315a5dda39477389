import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { KeyList } from "./KeyList";

/** Everybody's keys. */
export function KeysPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, set] = useFilters();
  const { search, user_id } = filters;
  const keys = usePages("/keys", { search, user_id });
  return (
    <KeyList
      whose="all"
      title={t("nav.keys")}
      source={keys}
      mayWrite={may("keys:write")}
      filtered={Boolean(search || user_id)}
    >
      <TextInput
        mb="sm"
        maw={280}
        placeholder={t("common.search")}
        aria-label={t("common.search")}
        value={search ?? ""}
        onChange={(event) => set({ search: event.currentTarget.value })}
      />
    </KeyList>
  );
}
