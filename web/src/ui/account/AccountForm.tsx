import { Select, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { type Account, useAddAccount, useGroupNames } from "./api";
import { type CredentialKind, credentialFields, credentialOf, kindsOf } from "./credential";

const ADDRESSES: Record<string, string> = {
  anthropic: "https://api.anthropic.com",
  openai: "https://api.openai.com",
  gemini: "https://generativelanguage.googleapis.com",
  "openai-compatible": "",
};

function useFields(provider: string, kind: CredentialKind, typed: Values, groups: readonly string[]): Field[] {
  const { t } = useTranslation();
  return [
    { name: "name", label: t("accounts.name"), kind: "text", required: true },
    {
      name: "base_url",
      label: t("accounts.address"),
      kind: "text",
      required: true,
      start: ADDRESSES[provider] ?? "",
    },
    ...credentialFields(t, kind, typed),
    {
      name: "groups",
      label: t("accounts.groups"),
      kind: "choices",
      options: groups.map((value) => ({ value, label: value })),
      start: groups.slice(0, 1),
    },
    { name: "concurrency", label: t("accounts.concurrency"), kind: "number", required: true, start: 8 },
  ];
}

interface Props {
  provider: string;
  kind: CredentialKind;
  groups: readonly string[];
  done: (account: Account) => void;
}

function Rest({ provider, kind, groups, done }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Values>({});
  const add = useAddAccount(done);
  return (
    <QuickForm
      action={t("accounts.add")}
      busy={add.isPending}
      error={add.error}
      onTyped={setTyped}
      fields={useFields(provider, kind, typed, groups)}
      submit={(values) =>
        add.mutate({
          name: String(values.name),
          provider,
          base_url: String(values.base_url),
          credential: credentialOf(kind, values),
          groups: values.groups as string[],
          concurrency: Number(values.concurrency),
        })
      }
    />
  );
}

/** A new account; its credential is sent once and never shown again. */
export function AccountForm({ done }: { done: (account: Account) => void }) {
  const { t } = useTranslation();
  const groups = useGroupNames();
  const [provider, setProvider] = useState("anthropic");
  const [kind, setKind] = useState<CredentialKind>("api-key");
  return (
    <Stack gap="sm">
      <Select
        label={t("accounts.provider")}
        data={Object.keys(ADDRESSES)}
        value={provider}
        allowDeselect={false}
        onChange={(value) => {
          setProvider(value ?? "anthropic");
          setKind("api-key");
        }}
      />
      <Select
        label={t("accounts.credential")}
        value={kind}
        allowDeselect={false}
        data={kindsOf(provider).map((value) => ({ value, label: t(`credential.${value}`) }))}
        onChange={(value) => setKind((value as CredentialKind | null) ?? "api-key")}
      />
      {groups && (
        <Rest key={provider} provider={provider} kind={kind} groups={groups.map((group) => group.name)} done={done} />
      )}
    </Stack>
  );
}
