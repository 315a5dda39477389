import { Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { TestSteps } from "@/ui/account/TestSteps";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { FormDialog, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";

/** The ways out that accounts may take. */
export function ProxiesPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("accounts:write");
  const [adding, setAdding] = useState(false);
  const proxies = usePages("/proxies", {});
  const add = useChange(
    (values: Values) => api("post", "/proxies", { body: { name: String(values.name), url: String(values.url) } }),
    ["/proxies"],
    () => setAdding(false),
  );
  const [removing, setRemoving] = useState<Schemas["ProxyView"] | null>(null);
  const remove = useChange(
    (id: string) => api("delete", "/proxies/{id}", { id }),
    ["/proxies"],
    () => setRemoving(null),
  );
  const test = useChange((id: string) => api("post", "/proxies/{id}/test", { id, body: {} }), []);
  return (
    <Page
      title={t("nav.proxies")}
      actions={mayWrite && <AddButton label={t("proxies.add")} act={() => setAdding(true)} />}
    >
      <ErrorNote error={test.error} />
      <DataTable
        name={t("nav.proxies")}
        id="proxies"
        source={proxies}
        rowId={(row) => row.id}
        empty={t("proxies.empty")}
        columns={[
          { key: "name", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b> },
          {
            key: "address",
            head: t("accounts.address"),
            cell: (row) => <span className="hg-mono">{row.address}</span>,
          },
          { key: "user", head: t("keys.user"), lesser: true, cell: (row) => row.user ?? "–" },
          { key: "accounts", head: t("nav.accounts"), right: true, lesser: true, cell: (row) => row.accounts },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.name}
                  actions={[
                    { label: t("accounts.test"), act: () => test.mutate(row.id) },
                    ...(row.declared ? [] : [{ label: t("common.remove"), danger: true, act: () => setRemoving(row) }]),
                  ]}
                />
              ),
          },
        ]}
      />
      {adding && (
        <FormDialog
          title={t("proxies.add")}
          close={() => setAdding(false)}
          action={t("proxies.add")}
          busy={add.isPending}
          error={add.error}
          submit={add.mutate}
          fields={[
            { name: "name", label: t("common.name"), kind: "text", required: true },
            {
              name: "url",
              label: t("accounts.address"),
              kind: "password",
              required: true,
              hint: "http://user:password@host:port, socks5://…",
            },
          ]}
        />
      )}
      {test.data && (
        <Modal
          opened
          onClose={test.reset}
          title={t("accounts.test")}
          size="lg"
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Text size="sm" fw={600}>
            {test.data.outcome}
          </Text>
          <TestSteps steps={test.data.steps} />
        </Modal>
      )}
      {removing && (
        <ConfirmName
          name={removing.name}
          title={t("common.remove")}
          words={t("proxies.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </Page>
  );
}
