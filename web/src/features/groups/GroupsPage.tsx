import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { left, useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { Page } from "@/ui/Page";
import { type Field, FormDialog, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";

type Group = Schemas["GroupView"];
type Open = { kind: "new" } | { kind: "edit" | "remove"; group: Group } | null;

const BILLINGS = ["none", "balance", "subscription", "subscription-then-balance"];
const ONE_PPM = 1_000_000;
/** How far the API counts a group's keys. */
const COUNTED = 10_000;

/** What moves money, as far as the form could say it. */
function moneyOf({ billing, multiplier_ppm, unknown_model }: Values) {
  return {
    billing: billing === undefined ? undefined : String(billing),
    multiplier_ppm: multiplier_ppm === undefined ? undefined : Math.round(Number(multiplier_ppm) * ONE_PPM),
    unknown_model: unknown_model === undefined ? undefined : { policy: String(unknown_model) },
  };
}

function GroupForm({ group, close }: { group: Group | null; close: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const mayWrite = may("groups:write");
  const mayMoney = may("money:write");
  const back = useChange(
    ({ group, after }: { group: Group; after: Group }) => {
      const { id, name, billing, multiplier_ppm, unknown_model, opened, note } = group;
      const money = { billing, multiplier_ppm, unknown_model };
      const body = { name, note, ...(mayMoney ? { ...money, opened } : {}) };
      return mayWrite
        ? api("patch", "/groups/{id}", { id, body, unchanged: left(after, body) })
        : api("patch", "/groups/{id}/terms", { id, body: money });
    },
    ["/groups"],
  );
  const save = useChange(
    (values: Values) => {
      if (group && !mayWrite) return api("patch", "/groups/{id}/terms", { id: group.id, body: moneyOf(values) });
      const body = {
        name: String(values.name ?? ""),
        ...moneyOf(values),
        ...(mayMoney ? { opened: values.opened === true } : {}),
        note: String(values.note ?? ""),
      };
      return group ? api("patch", "/groups/{id}", { id: group.id, body }) : api("post", "/groups", { body });
    },
    ["/groups"],
    (after) => {
      if (group) offerUndo(t("groups.changed", { name: group.name }), () => back.mutateAsync({ group, after }));
      close();
    },
  );
  const policy = group?.unknown_model.policy ?? "refuse";
  const locked = mayMoney ? undefined : t("common.needs-money");
  const poolLocked = mayWrite ? undefined : t("groups.needs-groups");
  const fields: Field[] = [
    {
      name: "name",
      label: t("common.name"),
      kind: "text",
      required: true,
      locked: poolLocked,
      start: group?.name ?? null,
    },
    {
      name: "billing",
      label: t("groups.billing"),
      kind: "select",
      required: true,
      locked,
      start: group?.billing ?? "none",
      options: BILLINGS.map((value) => ({ value, label: t(`billing.${value}`) })),
    },
    {
      name: "multiplier_ppm",
      label: t("groups.multiplier"),
      hint: t("groups.multiplier-hint"),
      kind: "number",
      required: true,
      locked,
      start: (group?.multiplier_ppm ?? ONE_PPM) / ONE_PPM,
    },
    {
      name: "unknown_model",
      label: t("groups.unknown"),
      kind: "select",
      required: true,
      locked,
      start: policy === "price" ? "refuse" : policy,
      options: ["refuse", "unpriced"].map((value) => ({ value, label: t(`groups.unknown-${value}`) })),
    },
    {
      name: "opened",
      label: t("groups.opened"),
      hint: t("groups.opened-hint"),
      kind: "switch",
      locked: poolLocked ?? locked,
      start: group?.opened ?? false,
    },
    { name: "note", label: t("common.note"), kind: "text", locked: poolLocked, start: group?.note ?? null },
  ];
  return (
    <FormDialog
      title={group?.name ?? t("groups.add")}
      close={close}
      action={t(group ? "common.save" : "groups.add")}
      busy={save.isPending}
      error={save.error}
      submit={save.mutate}
      fields={policy === "price" ? fields.filter((field) => field.name !== "unknown_model") : fields}
    />
  );
}

function Remove({ group, close }: { group: Group; close: () => void }) {
  const { t } = useTranslation();
  const remove = useChange(() => api("delete", "/groups/{id}", { id: group.id }), ["/groups"], close);
  return (
    <ConfirmName
      name={group.name}
      title={t("common.remove")}
      words={t("groups.remove-words")}
      busy={remove.isPending}
      error={remove.error}
      confirm={() => remove.mutate(undefined)}
      close={close}
    />
  );
}

/** Groups join keys to accounts, and say how calls are paid. */
export function GroupsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const mayWrite = may("groups:write");
  const [open, setOpen] = useState<Open>(null);
  const groups = usePages("/groups", {});
  const close = () => setOpen(null);
  return (
    <Page
      title={t("nav.groups")}
      actions={mayWrite && <AddButton label={t("groups.add")} act={() => setOpen({ kind: "new" })} />}
    >
      <DataTable
        name={t("nav.groups")}
        id="groups"
        source={groups}
        rowId={(row) => row.id}
        empty={t("groups.empty")}
        columns={[
          {
            key: "name",
            head: t("common.name"),
            cell: (row) => (
              <Link to="/accounts" search={{ group: row.name } as never}>
                {row.name}
              </Link>
            ),
          },
          {
            key: "state",
            head: t("common.state"),
            lesser: true,
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          { key: "billing", head: t("groups.billing"), cell: (row) => t(`billing.${row.billing}`) },
          {
            key: "multiplier",
            head: t("groups.multiplier"),
            right: true,
            lesser: true,
            cell: (row) => `× ${row.multiplier_ppm / ONE_PPM}`,
          },
          { key: "accounts", head: t("nav.accounts"), right: true, lesser: true, cell: (row) => row.accounts },
          {
            key: "keys",
            head: t("nav.keys"),
            right: true,
            lesser: true,
            cell: (row) => (row.keys < COUNTED ? row.keys : `≥ ${COUNTED}`),
          },
          {
            key: "opened",
            head: t("groups.opened"),
            lesser: true,
            cell: (row) => t(row.opened ? "common.yes" : "common.no"),
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              row.declared ? (
                <span className="hg-quiet">{t("common.from-file")}</span>
              ) : (
                (mayWrite || may("money:write")) && (
                  <RowMenu
                    name={row.name}
                    actions={[
                      { label: t("common.edit"), act: () => setOpen({ kind: "edit", group: row }) },
                      ...(mayWrite
                        ? [
                            {
                              label: t("common.remove"),
                              danger: true,
                              act: () => setOpen({ kind: "remove", group: row }),
                            },
                          ]
                        : []),
                    ]}
                  />
                )
              ),
          },
        ]}
      />
      {open?.kind === "new" && <GroupForm group={null} close={close} />}
      {open?.kind === "edit" && <GroupForm group={open.group} close={close} />}
      {open?.kind === "remove" && <Remove group={open.group} close={close} />}
    </Page>
  );
}
