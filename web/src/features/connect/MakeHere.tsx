import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { SecretOnce } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";

interface Props {
  /** The tool that the key is named after. */
  name: string;
  use: (key: string) => void;
}

function Make({ name, use, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const groups = useQuery({ queryKey: ["/me/groups", "choice"], queryFn: () => api("get", "/me/groups") });
  const [chosen, setChosen] = useState<string | null>(null);
  const data = groups.data?.items.map((group) => ({ value: group.id, label: group.name })) ?? [];
  const group = chosen ?? data[0]?.value;
  const make = useChange(
    (id: string) => api("post", "/me/keys", { body: { name, group_id: id } }),
    ["/me/keys"],
    (made) => use(made.text),
  );
  if (make.data) {
    return (
      <SecretOnce text={make.data.text} words={t("connect.made")}>
        <Group justify="flex-end">
          <Button onClick={close}>{t("common.done")}</Button>
        </Group>
      </SecretOnce>
    );
  }
  return (
    <Stack gap="sm">
      <ErrorNote error={groups.error ?? make.error} />
      {groups.data && data.length === 0 && <Text size="sm">{t("connect.no-group")}</Text>}
      {data.length > 0 && (
        <Select label={t("keys.group")} allowDeselect={false} data={data} value={group ?? null} onChange={setChosen} />
      )}
      <Group justify="flex-end">
        <Button disabled={!group} loading={make.isPending} onClick={() => group && make.mutate(group)}>
          {t("keys.make")}
        </Button>
      </Group>
    </Stack>
  );
}

/** A key without leaving the page: a newcomer's way to the first answer is short. */
export function MakeHere({ name, use }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button leftSection={<IconKey size={14} />} onClick={() => setOpen(true)}>
        {t("connect.make")}
      </Button>
      {open && (
        <Modal
          opened
          onClose={() => setOpen(false)}
          size="lg"
          title={t("connect.make")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Make name={name} use={use} close={() => setOpen(false)} />
        </Modal>
      )}
    </>
  );
}
