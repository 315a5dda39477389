import { Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { visible } from "./navigation";

interface Hit {
  id: string;
  label: string;
  kind: string;
  go: () => void;
}

/** Users, keys and accounts whose names hold the words; asked of the server. */
function useFound(words: string) {
  const may = useMay();
  return useQuery({
    queryKey: ["palette", words],
    enabled: words.length >= 2,
    queryFn: async () => {
      const query = { search: words, limit: 4 };
      const [accounts, users, keys] = await Promise.all([
        may("accounts:read") ? api("get", "/accounts", { query }) : null,
        may("users:read") ? api("get", "/users", { query }) : null,
        may("keys:read") ? api("get", "/keys", { query }) : null,
      ]);
      return { accounts: accounts?.items ?? [], users: users?.items ?? [], keys: keys?.items ?? [] };
    },
  }).data;
}

/** What can be done from here: the accounts that were found are paused or let work again. */
function useDeeds(close: () => void) {
  const { t } = useTranslation();
  const may = useMay();
  const care = useChange(
    ({ id, pause }: { id: string; pause: boolean }) =>
      pause ? api("post", "/accounts/{id}/pause", { id, body: {} }) : api("post", "/accounts/{id}/resume", { id }),
    ["/accounts"],
  );
  return (accounts: readonly Schemas["AccountView"][], words: string): Hit[] =>
    !may("accounts:write") || words.length < 2
      ? []
      : accounts.map((one) => {
          const paused = one.live.state === "paused";
          return {
            id: `d${one.id}`,
            label: `${t(paused ? "accounts.resume" : "accounts.pause")} ${one.name}`,
            kind: t("palette.deed"),
            go: () => {
              care.mutate({ id: one.id, pause: !paused });
              if (!paused)
                offerUndo(t("accounts.paused-one", { name: one.name }), () =>
                  care.mutate({ id: one.id, pause: false }),
                );
              close();
            },
          };
        });
}

function useHits(words: string, close: () => void): Hit[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const found = useFound(words);
  const to = (path: string, search: Record<string, string> = {}) => {
    return () => {
      close();
      void navigate({ to: path, search: search as never });
    };
  };
  const doors = visible(may)
    .flatMap((wing) => wing.doors)
    .map((door) => ({ id: door.to, label: t(door.label), kind: t("palette.page"), go: to(door.to) }))
    .filter((door) => door.label.toLowerCase().includes(words.toLowerCase()));
  const request = /^[0-9a-zA-Z_-]{16,}$/.test(words);
  const everybodys = may("requests:read");
  const deeds = useDeeds(close);
  return [
    ...(request
      ? [
          {
            id: "request",
            label: words,
            kind: t("palette.request"),
            go: to(everybodys ? `/requests/${words}` : `/my/requests/${words}`),
          },
        ]
      : []),
    ...(found?.accounts ?? []).map((one) => ({
      id: `a${one.id}`,
      label: one.name,
      kind: t("palette.account"),
      go: to("/accounts", { open: one.id }),
    })),
    ...(found?.users ?? []).map((one) => ({
      id: `u${one.id}`,
      label: one.email,
      kind: t("palette.user"),
      go: to("/users", { search: one.email }),
    })),
    ...(found?.keys ?? []).map((one) => ({
      id: `k${one.id}`,
      label: `${one.name} · ${one.email}`,
      kind: t("palette.key"),
      go: to("/keys", { search: one.name }),
    })),
    ...deeds(found?.accounts ?? [], words),
    ...doors,
  ];
}

/** Go to a page, find a user, key, account or request. */
export function Palette({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const [place, setPlace] = useState(0);
  const hits = useHits(words.trim(), close);
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setPlace(Math.min(hits.length - 1, place + 1));
    else if (event.key === "ArrowUp") setPlace(Math.max(0, place - 1));
    else if (event.key === "Enter") hits[place]?.go();
    else return;
    event.preventDefault();
  };
  return (
    <Modal opened onClose={close} withCloseButton={false} padding="xs" yOffset="12vh" aria-label={t("shell.find")}>
      <TextInput
        data-autofocus
        placeholder={t("palette.hint")}
        aria-label={t("shell.find")}
        value={words}
        onKeyDown={keys}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setPlace(0);
        }}
      />
      <Stack gap={0} mt="xs">
        {hits.slice(0, 14).map((hit, index) => (
          <UnstyledButton
            key={hit.id}
            onClick={hit.go}
            px="xs"
            py={6}
            style={{ borderRadius: 6, background: index === place ? "var(--hg-hover)" : undefined }}
          >
            <Text size="sm" span>
              {hit.label}
            </Text>{" "}
            <Text size="xs" c="dimmed" span>
              {hit.kind}
            </Text>
          </UnstyledButton>
        ))}
        {hits.length === 0 && (
          <Text size="sm" c="dimmed" p="xs">
            {t("palette.nothing")}
          </Text>
        )}
      </Stack>
    </Modal>
  );
}
