import { Anchor, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { wholeAddress } from "@/lib/address";
import { api, type Schemas } from "@/lib/api/client";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { Copyable } from "@/ui/Value";
import type { Account } from "./api";

export const BACK = "/accounts/sign-in";

/** The code and state of an address that the provider sent the browser to, or of what was copied from it. */
export function broughtBack(text: string): { code: string; state: string } | null {
  const query = text.includes("?") ? text.slice(text.indexOf("?") + 1) : text;
  const found = new URLSearchParams(query.split("#")[0]);
  const code = found.get("code");
  const state = found.get("state");
  return code && state ? { code, state } : null;
}

/** For browsers that can't come back here: the address that the provider led to is put in by hand. */
function ByHand({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const finish = useMutation({
    mutationFn: async (values: Values) => {
      const found = broughtBack(String(values.address ?? ""));
      if (!found) throw new Error(t("credential.no-code"));
      return api("post", "/accounts/sign-in/finish", { body: found });
    },
    onSuccess: done,
  });
  return (
    <QuickForm
      action={t("credential.finish")}
      busy={finish.isPending}
      error={finish.error}
      submit={finish.mutate}
      fields={[{ name: "address", label: t("credential.address"), kind: "text", hint: t("credential.address-hint") }]}
    />
  );
}

function Device({ started, done }: { started: Schemas["DeviceStarted"]; done: () => void }) {
  const { t } = useTranslation();
  const poll = useQuery({
    queryKey: ["device-sign-in", started.handle],
    queryFn: async () => {
      const { state } = await api("post", "/accounts/device-sign-in/poll", { body: { handle: started.handle } });
      if (state === "done") done();
      return state;
    },
    refetchInterval: (query) => {
      if (query.state.error || query.state.data === "done") return false;
      return started.interval_seconds * (query.state.data === "slow-down" ? 2000 : 1000);
    },
    retry: false,
    gcTime: 0,
  });
  return (
    <Stack gap="xs">
      <Text size="sm">
        {t("credential.device-words")}{" "}
        <Anchor href={started.verification_url} target="_blank" rel="noreferrer" size="sm">
          {started.verification_url}
        </Anchor>
      </Text>
      <Text size="xl" component="div">
        <Copyable text={started.user_code} />
      </Text>
      <ErrorNote error={poll.error} />
      {poll.data === "done" ? (
        <Text size="sm" role="status" c="var(--hg-ok)">
          {t("credential.connected")}
        </Text>
      ) : (
        !poll.error && (
          <Group gap="xs">
            <Loader type="dots" size="xs" />
            <Text size="sm">{t("credential.waiting")}</Text>
          </Group>
        )
      )}
    </Stack>
  );
}

/** Signs in to the provider, by the browser or by a code that is typed elsewhere. */
export function Connect({ account }: { account: Account }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const done = () => void client.invalidateQueries({ queryKey: ["/accounts"] });
  const browser = useMutation({
    mutationFn: () =>
      api("post", "/accounts/{id}/sign-in", { id: account.id, body: { redirect_url: wholeAddress(BACK) } }),
    onSuccess: (started) => window.open(started.url, "_blank", "noopener"),
  });
  const device = useMutation({ mutationFn: () => api("post", "/accounts/{id}/device-sign-in", { id: account.id }) });
  return (
    <Stack gap="sm">
      <Text size="sm">{t("credential.connect-words")}</Text>
      <Text size="sm">
        {t("sites.callback")} <Copyable text={wholeAddress(BACK)} />
      </Text>
      <Group gap="xs">
        <Button loading={browser.isPending} onClick={() => browser.mutate()}>
          {t("credential.by-browser")}
        </Button>
        <Button variant="default" loading={device.isPending} onClick={() => device.mutate()}>
          {t("credential.by-device")}
        </Button>
      </Group>
      <ErrorNote error={browser.error ?? device.error} />
      {browser.data && (
        <>
          <Text size="sm">
            {t("credential.opened")}{" "}
            <Anchor href={browser.data.url} target="_blank" rel="noreferrer" size="sm">
              {t("credential.open-again")}
            </Anchor>
          </Text>
          <ByHand done={done} />
        </>
      )}
      {device.data && <Device started={device.data} done={done} />}
    </Stack>
  );
}
