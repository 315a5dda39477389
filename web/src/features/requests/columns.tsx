import { useMemo } from "react";
import { duration } from "@/lib/format";
import { useWords } from "@/lib/words";
import type { Column } from "@/ui/DataTable";
import { StatusCode } from "@/ui/State";
import { Count, Money, Time } from "@/ui/Value";
import { type OwnRequest, type RequestRow, tokensOf } from "./api";

/** What every request row shows, everybody's or one's own. */
function useShared<T extends OwnRequest | RequestRow>(who: readonly Column<T>[]): Column<T>[] {
  const { t } = useWords();
  return useMemo(
    () => [
      { key: "at", head: t("requests.at"), lesser: true, cell: (row) => <Time iso={row.created_at} /> },
      { key: "model", head: t("requests.model"), cell: (row) => row.model },
      ...who,
      {
        key: "status",
        head: t("requests.status"),
        cell: (row) => <StatusCode status={row.status} code={row.error_code} />,
      },
      {
        key: "tokens",
        head: t("requests.tokens"),
        right: true,
        lesser: true,
        cell: (row) => <Count value={tokensOf(row.tokens)} short />,
      },
      {
        key: "first",
        head: t("requests.first-byte"),
        right: true,
        lesser: true,
        cell: (row) => (row.first_byte_ms < 0 ? "–" : duration(row.first_byte_ms)),
      },
      { key: "took", head: t("requests.took"), right: true, lesser: true, cell: (row) => duration(row.duration_ms) },
      {
        key: "charged",
        head: t("requests.charged"),
        right: true,
        cell: (row) => (
          <>
            {row.estimated && <span className="hg-quiet">≈ </span>}
            <Money nanos={row.charged_nanos} short />
          </>
        ),
      },
    ],
    [t, who],
  );
}

export function useRequestColumns(): Column<RequestRow>[] {
  const { t } = useWords();
  const who = useMemo(
    (): Column<RequestRow>[] => [
      {
        key: "who",
        head: t("requests.who"),
        lesser: true,
        cell: (row) => (
          <>
            {row.user} <span className="hg-quiet">/ {row.key}</span>
          </>
        ),
      },
      { key: "account", head: t("requests.account"), lesser: true, cell: (row) => row.account || "–" },
    ],
    [t],
  );
  return useShared(who);
}

export function useOwnColumns(): Column<OwnRequest>[] {
  const { t } = useWords();
  const who = useMemo(
    (): Column<OwnRequest>[] => [{ key: "key", head: t("requests.key"), lesser: true, cell: (row) => row.key }],
    [t],
  );
  return useShared(who);
}
