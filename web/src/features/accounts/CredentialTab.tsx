import { Divider, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CredentialKind, credentialFields, credentialOf, kindsOf } from "@/ui/account/credential";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { type Account, useChangeAccount } from "./api";
import { Connect } from "./Connect";

/** The credential: connected by the provider's own sign-in, or put in anew; what there is, is never shown. */
export function CredentialTab({ account }: { account: Account }) {
  const { t } = useTranslation();
  const change = useChangeAccount(account.id);
  const [kind, setKind] = useState(account.credential_type as CredentialKind);
  const [typed, setTyped] = useState<Values>({});
  return (
    <Stack gap="md">
      {account.credential_type === "oauth" && (
        <>
          <Connect account={account} />
          <Divider />
        </>
      )}
      {account.declared ? (
        <Text size="sm">{t("common.declared")}</Text>
      ) : (
        <>
          <Text size="sm" className="hg-quiet">
            {t("credential.replace-words", { kind: t(`credential.${account.credential_type}`) })}
          </Text>
          <Select
            label={t("accounts.credential")}
            value={kind}
            allowDeselect={false}
            data={kindsOf(account.provider).map((value) => ({ value, label: t(`credential.${value}`) }))}
            onChange={(value) => setKind((value as CredentialKind | null) ?? "api-key")}
          />
          <QuickForm
            key={kind}
            action={t(change.isSuccess ? "common.saved" : "credential.replace")}
            busy={change.isPending}
            error={change.error}
            onTyped={setTyped}
            fields={credentialFields(t, kind, typed)}
            submit={(values) => change.mutate({ body: { credential: credentialOf(kind, values) } })}
          />
        </>
      )}
    </Stack>
  );
}
