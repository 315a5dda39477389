import { Button, FileButton, Group, Modal, ScrollArea, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { ErrorNote } from "@/ui/Notes";
import { LastWeek, PriceChanges } from "./PricePreview";

/** More changes than that are counted, not shown: nobody reads them, and a browser has better things to do. */
const SHOWN = 200;

/** What would be refused comes first: that is what must be looked at. */
function Changes({ changes }: { changes: readonly Schemas["PriceChangeView"][] }) {
  const { t } = useTranslation();
  const ordered = [...changes].sort((one, other) => Number(other.wild) - Number(one.wild));
  return (
    <ScrollArea.Autosize mah="50vh">
      <PriceChanges changes={ordered.slice(0, SHOWN)} named />
      {changes.length > SHOWN && <Text size="sm">{t("prices.more", { count: changes.length - SHOWN })}</Text>}
    </ScrollArea.Autosize>
  );
}

/** A newer table of the vendors': from the address in the settings or a file, looked at, then put in force. */
export function NewerTable({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [table, setTable] = useState<string | null>(null);
  const source = useQuery({ queryKey: ["/prices/table"], queryFn: () => api("get", "/prices/table", {}) });
  const look = useChange((text: string | null) => api("post", "/prices/table/preview", { body: { table: text } }), []);
  const apply = useChange(
    (sha256: string) => api("post", "/prices/table", { body: { table, sha256 } }),
    ["/prices", "/prices/versions"],
    close,
  );
  const open = async (file: File | null) => {
    if (!file) return;
    const text = await file.text();
    setTable(text);
    look.mutate(text);
  };
  const seen = look.data;
  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      title={t("prices.newer")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        <Text size="sm">
          {source.data?.address ? t("prices.at", { address: source.data.address }) : t("prices.no-address")}
        </Text>
        <Group>
          {source.data?.address && (
            <Button
              variant={seen ? "default" : "filled"}
              loading={look.isPending}
              onClick={() => {
                setTable(null);
                look.mutate(null);
              }}
            >
              {t("prices.fetch")}
            </Button>
          )}
          <FileButton accept="application/json,.json" onChange={open}>
            {(props) => (
              <Button variant="default" {...props}>
                {t("prices.open-file")}
              </Button>
            )}
          </FileButton>
        </Group>
        <ErrorNote error={look.error} />
        {seen &&
          (seen.changes.length === 0 ? (
            <Text size="sm">{t("prices.no-change")}</Text>
          ) : (
            <>
              <Text size="sm">{t("prices.differ", { count: seen.changes.length })}</Text>
              <Changes changes={seen.changes} />
              <LastWeek changes={seen.changes} />
              {seen.refused && (
                <Text size="sm" className="hg-loss">
                  {t("prices.refused")}
                </Text>
              )}
              <ErrorNote error={apply.error} />
              <Group justify="flex-end">
                <Button variant="default" onClick={close}>
                  {t("common.cancel")}
                </Button>
                <Button
                  disabled={Boolean(seen.refused)}
                  loading={apply.isPending}
                  onClick={() => apply.mutate(seen.sha256)}
                >
                  {t("prices.apply")}
                </Button>
              </Group>
            </>
          ))}
      </Stack>
    </Modal>
  );
}
