import { Button, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { declined, makePasskey, passkeysWork } from "@/lib/passkeys";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { FormDialog } from "@/ui/QuickForm";
import { RowMenu } from "@/ui/RowMenu";
import { Time } from "@/ui/Value";
import { RecoveryCodes } from "./RecoveryCodes";

type Passkey = Schemas["PasskeyView"];
const FRESH = ["/profile/passkeys", "/profile/second-factors"];

function Rename({ passkey, close }: { passkey: Passkey; close: () => void }) {
  const { t } = useTranslation();
  const rename = useChange(
    (name: string) => api("patch", "/profile/passkeys/{id}", { id: passkey.id, body: { name } }),
    FRESH,
    close,
  );
  return (
    <FormDialog
      title={t("profile.rename")}
      close={close}
      action={t("common.save")}
      busy={rename.isPending}
      error={rename.error}
      submit={(values) => rename.mutate(String(values.name ?? ""))}
      fields={[{ name: "name", label: t("common.name"), kind: "text", required: true, start: passkey.name }]}
    />
  );
}

function Add({ close, done }: { close: () => void; done: (made: Schemas["MadePasskey"]) => void }) {
  const { t } = useTranslation();
  const add = useChange(
    async (name: string) => {
      const options = await api("post", "/profile/passkeys/options");
      return api("post", "/profile/passkeys", { body: await makePasskey(options, name) });
    },
    FRESH,
    done,
  );
  return (
    <FormDialog
      title={t("profile.passkey-add")}
      close={close}
      action={t("profile.passkey-make")}
      busy={add.isPending}
      error={declined(add.error) ? null : add.error}
      submit={(values) => add.mutate(String(values.name ?? ""))}
      fields={[
        { name: "name", label: t("common.name"), kind: "text", hint: t("profile.passkey-hint"), required: true },
      ]}
    />
  );
}

/** Passkeys: made, named, taken away. */
export function PasskeysPart() {
  const { t } = useTranslation();
  const offered = useQuery({ queryKey: ["/sign-in/options"], queryFn: () => api("get", "/sign-in/options") }).data;
  const passkeys = usePages("/profile/passkeys", {});
  const [open, setOpen] = useState<{ what: "add" } | { what: "rename" | "remove"; passkey: Passkey } | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const close = () => setOpen(null);
  const remove = useChange((id: string) => api("delete", "/profile/passkeys/{id}", { id }), FRESH, close);
  const works = offered?.passkeys === true && passkeysWork();
  return (
    <Card
      title={t("profile.passkeys")}
      actions={
        works && (
          <Button size="xs" onClick={() => setOpen({ what: "add" })}>
            {t("profile.passkey-add")}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        {offered && !works && (
          <Text size="sm" className="hg-quiet">
            {t(offered.passkeys ? "profile.passkeys-browser" : "profile.passkeys-off")}
          </Text>
        )}
        {works && passkeys.rows?.length === 0 && <Text size="sm">{t("profile.passkeys-none")}</Text>}
        {codes.length > 0 && <RecoveryCodes codes={codes} />}
        <ErrorNote error={passkeys.error} />
        {(passkeys.rows?.length ?? 0) > 0 && (
          <DataTable
            name={t("profile.passkeys")}
            source={passkeys}
            rowId={(row) => row.id}
            empty=""
            columns={[
              { key: "name", head: t("common.name"), cell: (row) => row.name },
              {
                key: "backed",
                head: t("profile.backed"),
                lesser: true,
                cell: (row) => t(row.backed_up ? "common.yes" : "common.no"),
              },
              { key: "made", head: t("profile.made"), lesser: true, cell: (row) => <Time iso={row.created_at} /> },
              { key: "used", head: t("keys.used"), cell: (row) => <Time iso={row.used_at} /> },
              {
                key: "actions",
                head: "",
                right: true,
                cell: (row) => (
                  <RowMenu
                    name={row.name}
                    actions={[
                      { label: t("profile.rename"), act: () => setOpen({ what: "rename", passkey: row }) },
                      { label: t("common.remove"), danger: true, act: () => setOpen({ what: "remove", passkey: row }) },
                    ]}
                  />
                ),
              },
            ]}
          />
        )}
      </Stack>
      {open?.what === "add" && (
        <Add
          close={close}
          done={(made) => {
            setCodes(made.recovery_codes);
            close();
          }}
        />
      )}
      {open?.what === "rename" && <Rename passkey={open.passkey} close={close} />}
      {open?.what === "remove" && (
        <ConfirmName
          name={open.passkey.name}
          title={t("common.remove")}
          words={t("profile.passkey-remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(open.passkey.id)}
          close={close}
        />
      )}
    </Card>
  );
}
