import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface Props {
  value: string | undefined;
  set: (value: string | undefined) => void;
}

/** The search of a page; the key "/" leads here. */
export function SearchField({ value, set }: Props) {
  const { t } = useTranslation();
  return (
    <TextInput
      data-search
      mb="sm"
      maw={280}
      leftSection={<IconSearch size={14} aria-hidden />}
      placeholder={t("common.search")}
      aria-label={t("common.search")}
      value={value ?? ""}
      onChange={(event) => set(event.currentTarget.value || undefined)}
    />
  );
}
