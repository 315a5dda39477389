import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { TextFilter } from "./TextFilter";

interface Props {
  value: string | undefined;
  set: (value: string | undefined) => void;
  /** The room below it; none where it stands among other filters. */
  mb?: number;
}

/** The search of a page; the key "/" leads here. */
export function SearchField({ value, set, mb }: Props) {
  const { t } = useTranslation();
  return (
    <TextFilter
      main
      mb={mb ?? "sm"}
      maw={280}
      leftSection={<IconSearch size={14} aria-hidden />}
      placeholder={t("common.search")}
      aria-label={t("common.search")}
      value={value}
      set={set}
    />
  );
}
