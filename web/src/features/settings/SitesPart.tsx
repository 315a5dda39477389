import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { Copyable } from "@/ui/Value";
import { type Site, SiteForm } from "./SiteForm";

/** Sites to sign in by. */
export function SitesPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const sites = usePages("/settings/identity-providers", {});
  const [open, setOpen] = useState<{ site: Site | null } | null>(null);
  const [removing, setRemoving] = useState<Site | null>(null);
  const remove = useChange(
    (id: string) => api("delete", "/settings/identity-providers/{id}", { id }),
    ["/settings/identity-providers", "/sign-in/options"],
    () => setRemoving(null),
  );
  return (
    <Card
      title={t("sites.title")}
      actions={
        mayWrite && (
          <Button size="xs" onClick={() => setOpen({ site: null })}>
            {t("sites.add")}
          </Button>
        )
      }
    >
      <DataTable
        name={t("sites.title")}
        source={sites}
        rowId={(row) => row.id}
        empty={t("sites.empty")}
        columns={[
          { key: "label", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.label}</b> },
          {
            key: "issuer",
            head: t("sites.issuer"),
            lesser: true,
            cell: (row) => (
              <div className="hg-cut hg-quiet" style={{ maxWidth: 240 }} title={row.issuer}>
                {row.issuer}
              </div>
            ),
          },
          {
            key: "callback",
            head: t("sites.callback"),
            lesser: true,
            cell: (row) => <Copyable text={row.callback} shown={t("common.copy")} />,
          },
          {
            key: "register",
            head: t("sites.register"),
            lesser: true,
            cell: (row) => t(row.register ? "common.yes" : "common.no"),
          },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.label}
                  actions={[
                    { label: t("common.edit"), act: () => setOpen({ site: row }) },
                    { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
                  ]}
                />
              ),
          },
        ]}
      />
      {open && <SiteForm site={open.site} close={() => setOpen(null)} />}
      {removing && (
        <ConfirmName
          name={removing.label}
          title={t("common.remove")}
          words={t("sites.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </Card>
  );
}
