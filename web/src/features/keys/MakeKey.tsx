import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/lib/session";
import { SecretOnce } from "@/ui/dialogs";
import { ErrorNote, fieldError } from "@/ui/Notes";
import { useGroups, useMakeKey, useUserChoice, type Whose } from "./api";

function Form({ whose, make }: { whose: Whose; make: ReturnType<typeof useMakeKey> }) {
  const { t } = useTranslation();
  const session = useSession();
  const groups = useGroups(whose).data ?? [];
  const [name, setName] = useState("");
  const [group, setGroup] = useState<string | null>(null);
  const [user, setUser] = useState<string | null>(session?.user_id ?? null);
  const [search, setSearch] = useState("");
  const [until, setUntil] = useState("");
  const users = useUserChoice(search, whose === "all").data ?? [];
  const chosen = group ?? groups[0]?.value ?? null;
  const self = session ? [{ value: session.user_id, label: session.email }] : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({
      name: name.trim(),
      group_id: chosen ?? "",
      user_id: user ?? "",
      expires_at: until ? new Date(until).toISOString() : null,
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("keys.name")}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldError(make.error, "name")}
        />
        {whose === "all" && (
          <Select
            label={t("keys.user")}
            searchable
            allowDeselect={false}
            data={[...self, ...users.filter((one) => one.value !== session?.user_id)]}
            value={user}
            onChange={setUser}
            onSearchChange={(words) => setSearch(words.includes("@") ? "" : words)}
            error={fieldError(make.error, "user_id")}
          />
        )}
        <Select
          label={t("keys.group")}
          allowDeselect={false}
          data={groups}
          value={chosen}
          onChange={setGroup}
          error={fieldError(make.error, "group_id")}
        />
        <TextInput
          type="datetime-local"
          label={t("keys.expires")}
          description={t("keys.expires-hint")}
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
          error={fieldError(make.error, "expires_at")}
        />
        <ErrorNote error={make.error} />
        <Button type="submit" loading={make.isPending} disabled={!chosen}>
          {t("keys.make")}
        </Button>
      </Stack>
    </form>
  );
}

/** A new key; its text is shown once. */
export function MakeKey({ whose, close }: { whose: Whose; close: () => void }) {
  const { t } = useTranslation();
  const make = useMakeKey(whose);
  return (
    <Modal
      opened
      onClose={close}
      title={t("keys.make")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {make.data ? (
        <SecretOnce text={make.data.text} words={t("keys.once")}>
          <Group justify="flex-end">
            <Button variant="default" component={Link} to="/connect">
              {t("nav.connect")}
            </Button>
            <Button onClick={close}>{t("common.done")}</Button>
          </Group>
        </SecretOnce>
      ) : (
        <Form whose={whose} make={make} />
      )}
    </Modal>
  );
}
