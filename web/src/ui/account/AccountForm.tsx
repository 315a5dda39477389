import { Button, FileInput, MultiSelect, NumberInput, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote, fieldError } from "@/ui/Notes";
import { type Account, type NewAccount, useAddAccount, useGroupNames } from "./api";

const ADDRESSES: Record<string, string> = {
  anthropic: "https://api.anthropic.com",
  openai: "https://api.openai.com",
  gemini: "https://generativelanguage.googleapis.com",
  "openai-compatible": "",
};

type Entry = {
  name: string;
  provider: string;
  base_url: string;
  kind: string;
  key: string;
  file: File | null;
  groups: string[];
  concurrency: number | string;
};

const START: Entry = {
  name: "",
  provider: "anthropic",
  base_url: ADDRESSES.anthropic ?? "",
  kind: "api-key",
  key: "",
  file: null,
  groups: [],
  concurrency: 8,
};

async function body(entry: Entry): Promise<NewAccount> {
  const credential =
    entry.kind === "api-key"
      ? { type: "api-key", api_key: entry.key.trim() }
      : { type: "service-account", key_json: (await entry.file?.text()) ?? "" };
  return {
    name: entry.name.trim(),
    provider: entry.provider,
    base_url: entry.base_url.trim(),
    credential,
    groups: entry.groups,
    concurrency: Number(entry.concurrency),
  };
}

/** A new account; its credential is sent once and never shown again. */
export function AccountForm({ done }: { done: (account: Account) => void }) {
  const { t } = useTranslation();
  const groups = useGroupNames();
  const [entry, setEntry] = useState<Entry>(START);
  const set = (change: Partial<Entry>) => setEntry((before) => ({ ...before, ...change }));
  const add = useAddAccount(done);
  const chosen = entry.groups.length > 0 || groups.length === 0 ? entry.groups : [groups[0]?.name ?? ""];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    add.mutate(await body({ ...entry, groups: chosen }));
  };
  const error = (field: string) => fieldError(add.error, field);
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Select
          label={t("accounts.provider")}
          data={Object.keys(ADDRESSES)}
          value={entry.provider}
          allowDeselect={false}
          onChange={(provider) => provider && set({ provider, base_url: ADDRESSES[provider] ?? "" })}
        />
        <TextInput
          label={t("accounts.name")}
          required
          value={entry.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={error("name")}
        />
        <TextInput
          label={t("accounts.address")}
          required
          value={entry.base_url}
          onChange={(event) => set({ base_url: event.currentTarget.value })}
          error={error("base_url")}
        />
        {entry.provider === "gemini" && (
          <Select
            label={t("accounts.credential")}
            value={entry.kind}
            allowDeselect={false}
            data={["api-key", "service-account"].map((value) => ({ value, label: t(`credential.${value}`) }))}
            onChange={(kind) => kind && set({ kind })}
          />
        )}
        {entry.kind === "service-account" && entry.provider === "gemini" ? (
          <FileInput
            label={t("accounts.key-file")}
            required
            accept="application/json"
            value={entry.file}
            onChange={(file) => set({ file })}
            error={error("credential")}
          />
        ) : (
          <PasswordInput
            label={t("credential.api-key")}
            description={t("accounts.key-hint")}
            required
            autoComplete="off"
            value={entry.key}
            onChange={(event) => set({ key: event.currentTarget.value })}
            error={error("credential")}
          />
        )}
        <MultiSelect
          label={t("accounts.groups")}
          data={groups.map((group) => group.name)}
          value={chosen}
          onChange={(names) => set({ groups: names })}
          error={error("groups")}
        />
        <NumberInput
          label={t("accounts.concurrency")}
          min={1}
          value={entry.concurrency}
          onChange={(concurrency) => set({ concurrency })}
          error={error("concurrency")}
        />
        <ErrorNote error={add.error} />
        <Button type="submit" loading={add.isPending}>
          {t("accounts.add")}
        </Button>
      </Stack>
    </form>
  );
}
