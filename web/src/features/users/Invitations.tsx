import { Modal, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { DataTable } from "@/ui/DataTable";
import { SecretOnce } from "@/ui/dialogs";
import { Empty, ErrorNote } from "@/ui/Notes";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { Money, Time } from "@/ui/Value";

const ROLES = ["user", "auditor", "finance", "operator", "admin", "owner"];

/** Invites somebody; the link is shown once, whether a letter goes out or not. */
export function Invite({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const invite = useChange(
    (values: Values) =>
      api("post", "/invitations", {
        body: {
          email: String(values.email ?? ""),
          role: String(values.role ?? "user"),
          gift_nanos: (values.gift_nanos as number | null) ?? null,
          days: values.days as number | null,
          language: i18n.language === "zh" ? "zh" : "en",
        },
      }),
    ["/invitations"],
  );
  const fields: Field[] = [
    { name: "email", label: t("signin.email"), kind: "email", required: true },
    {
      name: "role",
      label: t("users.role"),
      kind: "select",
      required: true,
      options: (may("roles:write") ? ROLES : ["user"]).map((value) => ({ value, label: t(`role.${value}`) })),
    },
    ...(may("money:write")
      ? [{ name: "gift_nanos", label: t("invitations.gift"), kind: "money" as const, hint: t("invitations.gift-hint") }]
      : []),
    { name: "days", label: t("invitations.days"), kind: "number", start: 7 },
  ];
  return (
    <Modal
      opened
      onClose={close}
      title={t("invitations.add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {invite.data ? (
        <SecretOnce text={invite.data.link} words={t("invitations.once")}>
          <Text size="sm">{t(invite.data.mailed ? "invitations.mailed" : "invitations.not-mailed")}</Text>
        </SecretOnce>
      ) : (
        <QuickForm
          action={t("invitations.add")}
          busy={invite.isPending}
          error={invite.error}
          submit={invite.mutate}
          fields={fields}
        />
      )}
    </Modal>
  );
}

/** Invitations that wait to be accepted. */
export function Invitations() {
  const { t } = useTranslation();
  const mayWrite = useMay()("users:write");
  const invitations = usePages("/invitations", {});
  const withdraw = useChange((id: string) => api("delete", "/invitations/{id}", { id }), ["/invitations"]);
  return (
    <>
      <ErrorNote error={withdraw.error} />
      <DataTable
        name={t("invitations.title")}
        id="invitations"
        source={invitations}
        rowId={(row) => row.id}
        empty={<Empty words={t("invitations.empty")} />}
        columns={[
          { key: "email", head: t("signin.email"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.email}</b> },
          { key: "role", head: t("users.role"), cell: (row) => t(`role.${row.role}`) },
          {
            key: "gift",
            head: t("invitations.gift"),
            right: true,
            lesser: true,
            cell: (row) => <Money nanos={row.gift_nanos} short />,
          },
          { key: "by", head: t("invitations.by"), lesser: true, cell: (row) => row.invited_by },
          { key: "until", head: t("keys.expires"), lesser: true, cell: (row) => <Time iso={row.expires_at} /> },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.email}
                  actions={[{ label: t("invitations.withdraw"), danger: true, act: () => withdraw.mutate(row.id) }]}
                />
              ),
          },
        ]}
      />
    </>
  );
}
