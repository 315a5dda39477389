import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { openBeside } from "@/lib/embedded";
import { usePages } from "@/lib/pages";
import { useScheme } from "@/lib/scheme";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { visible } from "./navigation";

export interface Hit {
  id: string;
  label: string;
  kind: string;
  go: () => void;
}

type Go = (path: string, search?: Record<string, string>) => () => void;

/** A request's id, as a client finds it in the answer's head. */
const REQUEST_ID = /^[0-9a-zA-Z_-]{16,}$/;

/** Users, keys, accounts and groups whose names hold the words; asked of the server. */
function useFound(words: string) {
  const may = useMay();
  return useQuery({
    queryKey: ["palette", words],
    enabled: words.length >= 2,
    placeholderData: (before) => before,
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

/** The accounts that were found are paused or let work again from here. */
function useCare(close: () => void) {
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

/** What is begun on a page that has a form for it. */
function useBeginnings(to: Go): Hit[] {
  const { t } = useTranslation();
  const may = useMay();
  const all = [
    { id: "b-key", label: t("keys.make"), allowed: true, path: may("keys:write") ? "/keys" : "/my/keys" },
    { id: "b-account", label: t("accounts.add"), allowed: may("accounts:write"), path: "/accounts" },
    { id: "b-user", label: t("users.add"), allowed: may("users:write"), path: "/users" },
  ];
  return all
    .filter((one) => one.allowed)
    .map(({ id, label, path }) => ({ id, label, kind: t("palette.deed"), go: to(path, { new: "1" }) }));
}

/** Pages of other systems, as the menu offers them. */
function useOthers(to: Go, close: () => void): Hit[] {
  const { t, i18n } = useTranslation();
  const theme = useScheme();
  const pages = usePages("/me/pages", { lang: i18n.language }).rows ?? [];
  return pages.map((page) => ({
    id: `e${page.id}`,
    label: page.label,
    kind: t("palette.page"),
    go: page.new_tab
      ? () => {
          close();
          // a refusal is shown where the page would have stood
          openBeside(page.id, { theme, lang: i18n.language }).catch(to(`/embedded/${page.id}`));
        }
      : to(`/embedded/${page.id}`),
  }));
}

function things(found: ReturnType<typeof useFound>, to: Go, t: (key: string) => string): Hit[] {
  return [
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
      go: to("/users", { open: one.id }),
    })),
    ...(found?.keys ?? []).map((one) => ({
      id: `k${one.id}`,
      label: `${one.name} · ${one.email}`,
      kind: t("palette.key"),
      go: to("/keys", { search: one.name }),
    })),
  ];
}

/** All that the words lead to: things that bear them first, then what can be done, then pages. */
export function useHits(words: string, close: () => void): Hit[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const may = useMay();
  const found = useFound(words);
  const to: Go = (path, search = {}) => {
    return () => {
      close();
      void navigate({ to: path, search: search as never });
    };
  };
  const fits = (hit: Hit) => hit.label.toLowerCase().includes(words.toLowerCase());
  const doors = visible(may)
    .flatMap((wing) => wing.doors)
    .map((door) => ({ id: door.to, label: t(door.label), kind: t("palette.page"), go: to(door.to) }));
  const others = useOthers(to, close);
  const care = useCare(close);
  const beginnings = useBeginnings(to).filter(fits);
  const request = {
    id: "request",
    label: words,
    kind: t("palette.request"),
    go: to(may("requests:read") ? `/requests/${words}` : `/my/requests/${words}`),
  };
  return [
    ...(REQUEST_ID.test(words) ? [request] : []),
    ...(words.length >= 2 ? things(found, to, t) : []),
    ...care(found?.accounts ?? [], words),
    ...(words ? beginnings : []),
    ...[...others, ...doors].filter(fits),
    ...(words ? [] : beginnings),
  ];
}
