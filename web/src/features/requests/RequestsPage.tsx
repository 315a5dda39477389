import { Button, Group } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { type UIEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { useRequestColumns } from "./columns";
import { Facets } from "./Facets";
import { useTail } from "./tail";

/** Whoever has scrolled so far reads, and doesn't want rows to move. */
const READING_PIXELS = 40;

/** Finished calls, the newest first. */
export function RequestsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters, set] = useFilters();
  const { source, following, waiting, hold, follow } = useTail(filters);
  const columns = useRequestColumns();
  const box = useRef<HTMLDivElement>(null);
  const active = Object.keys(filters).length > 0;
  const again = () => {
    box.current?.querySelector(".hg-table-box")?.scrollTo({ top: 0 });
    follow();
  };
  const scrolled = (event: UIEvent<HTMLDivElement>) => {
    if (following && (event.target as Element).scrollTop > READING_PIXELS) hold();
  };
  return (
    <Page
      title={t("nav.requests")}
      actions={
        <Group gap="xs" role="status">
          {!following && waiting !== "0" && (
            <Button variant="light" size="xs" onClick={again}>
              {t("requests.waiting", { count: waiting })}
            </Button>
          )}
          <Button
            variant="default"
            size="xs"
            leftSection={following ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
            onClick={following ? hold : again}
          >
            {t(following ? "requests.pause" : "requests.follow")}
          </Button>
        </Group>
      }
    >
      <Facets filters={filters} set={set} />
      <div ref={box} onScrollCapture={scrolled}>
        <DataTable
          name={t("nav.requests")}
          id="requests"
          source={source}
          columns={columns}
          rowId={(row) => row.request_id}
          open={(row) => void navigate({ to: `/requests/${row.request_id}` })}
          empty={t(active ? "common.nothing-found" : "requests.empty")}
        />
      </div>
    </Page>
  );
}
