import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { SearchField } from "@/ui/SearchField";
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
      <SearchField value={search} set={(value) => set({ search: value })} />
    </KeyList>
  );
}
