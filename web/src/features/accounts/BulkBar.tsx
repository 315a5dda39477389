import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { offerUndo } from "@/lib/undo";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import type { Account } from "./api";
import { BulkEdit } from "./BulkEdit";

type Action = "pause" | "resume" | "clear" | "flush" | "delete";

interface Props {
  accounts: readonly Account[];
  clear: () => void;
}

/** What can be done to all selected accounts at once. */
export function BulkBar({ accounts, clear }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<"edit" | "delete" | null>(null);
  const act = useChange(
    ({ action, ids }: { action: Action; ids: string[] }) => api("post", "/accounts/bulk", { body: { ids, action } }),
    ["/accounts"],
  );
  const run = (action: Action) => {
    const ids = accounts.map((account) => account.id);
    act.mutate(
      { action, ids },
      {
        onSuccess: (outcome) => {
          const done = outcome.items.filter((item) => item.done).map((item) => item.id);
          if (action === "pause" && done.length > 0)
            offerUndo(t("accounts.paused-many", { count: done.length }), () =>
              act.mutate({ action: "resume", ids: done }),
            );
          if (action === "delete") {
            setOpen(null);
            clear();
          }
        },
      },
    );
  };
  const failed = act.data?.items.filter((item) => !item.done) ?? [];
  if (accounts.length === 0) return null;
  return (
    <>
      <Group gap="xs" mb="sm" role="toolbar" aria-label={t("accounts.bulk")}>
        <Text size="sm">{t("table.selected", { count: accounts.length })}</Text>
        {(["pause", "resume", "clear", "flush"] as const).map((action) => (
          <Button
            key={action}
            size="xs"
            variant="default"
            loading={act.isPending && act.variables.action === action}
            onClick={() => run(action)}
          >
            {t(`accounts.${action}`)}
          </Button>
        ))}
        <Button size="xs" variant="default" onClick={() => setOpen("edit")}>
          {t("common.edit")}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => setOpen("delete")}>
          {t("common.remove")}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={clear}>
          {t("table.unselect")}
        </Button>
      </Group>
      <ErrorNote error={act.error} />
      {failed.map((item) => (
        <Text key={item.id} size="sm" c="var(--hg-attention)">
          {accounts.find((account) => account.id === item.id)?.name ?? item.id}: {item.problem}
        </Text>
      ))}
      {open === "edit" && <BulkEdit accounts={accounts} close={() => setOpen(null)} />}
      {open === "delete" && (
        <ConfirmName
          name={String(accounts.length)}
          title={t("common.remove")}
          words={t("accounts.remove-many", { names: accounts.map((account) => account.name).join(", ") })}
          busy={act.isPending}
          error={act.error}
          confirm={() => run("delete")}
          close={() => setOpen(null)}
        />
      )}
    </>
  );
}
