import { Button, Group, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay, useSession } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName, SecretOnce } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { Time } from "@/ui/Value";

function words(text: unknown): string[] {
  return String(text ?? "")
    .split(/[\s,]+/)
    .filter(Boolean);
}

function MakeToken({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const make = useChange(
    (values: Values) =>
      api("post", "/service-tokens", {
        body: {
          name: String(values.name),
          permissions: words(values.permissions),
          networks: words(values.networks).length ? words(values.networks) : undefined,
          expires_at: values.expires_at as string | null,
        },
      }),
    ["/service-tokens"],
  );
  return (
    <Modal
      opened
      onClose={close}
      title={t("tokens.make")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {make.data ? (
        <SecretOnce text={make.data.text} words={t("tokens.once")}>
          <Group justify="flex-end">
            <Button onClick={close}>{t("common.done")}</Button>
          </Group>
        </SecretOnce>
      ) : (
        <QuickForm
          action={t("tokens.make")}
          busy={make.isPending}
          error={make.error}
          submit={make.mutate}
          fields={[
            { name: "name", label: t("common.name"), kind: "text", required: true },
            {
              name: "permissions",
              label: t("tokens.permissions"),
              kind: "lines",
              required: true,
              hint: session?.permissions.filter((one) => one !== "own").join(" "),
              start: "usage:read",
            },
            { name: "networks", label: t("tokens.networks"), kind: "lines", hint: t("tokens.networks-hint") },
            { name: "expires_at", label: t("keys.expires"), kind: "moment", hint: t("keys.expires-hint") },
          ]}
        />
      )}
    </Modal>
  );
}

/** What programs call the API with. */
export function TokensPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("tokens:write");
  const [making, setMaking] = useState(false);
  const tokens = usePages("/service-tokens", {});
  const enable = useChange(
    ({ id, enabled }: { id: string; enabled: boolean }) =>
      api("patch", "/service-tokens/{id}", { id, body: { enabled } }),
    ["/service-tokens"],
  );
  const [removing, setRemoving] = useState<Schemas["TokenView"] | null>(null);
  const remove = useChange(
    (id: string) => api("delete", "/service-tokens/{id}", { id }),
    ["/service-tokens"],
    () => setRemoving(null),
  );
  return (
    <Page
      title={t("nav.tokens")}
      actions={mayWrite && <AddButton label={t("tokens.make")} act={() => setMaking(true)} />}
    >
      <ErrorNote error={enable.error} />
      <DataTable
        name={t("nav.tokens")}
        id="tokens"
        source={tokens}
        rowId={(row) => row.id}
        empty={t("tokens.empty")}
        columns={[
          { key: "name", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b> },
          {
            key: "permissions",
            head: t("tokens.permissions"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.permissions.join(" ")}</span>,
          },
          { key: "networks", head: t("tokens.networks"), lesser: true, cell: (row) => row.networks.join(", ") || "–" },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          { key: "used", head: t("keys.used"), lesser: true, cell: (row) => <Time iso={row.used_at} /> },
          { key: "expires", head: t("keys.expires"), lesser: true, cell: (row) => <Time iso={row.expires_at} /> },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.name}
                  actions={[
                    {
                      label: t(row.enabled ? "common.disable" : "common.enable"),
                      act: () => enable.mutate({ id: row.id, enabled: !row.enabled }),
                    },
                    { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
                  ]}
                />
              ),
          },
        ]}
      />
      {making && <MakeToken close={() => setMaking(false)} />}
      {removing && (
        <ConfirmName
          name={removing.name}
          title={t("common.remove")}
          words={t("tokens.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </Page>
  );
}
