import { Alert, Drawer, Skeleton, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { left, useChange } from "@/lib/change";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { limitFields, limitsOf } from "@/ui/limits";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { BalanceTab } from "./BalanceTab";
import type { User } from "./columns";
import { GroupsTab } from "./GroupsTab";
import { SignInTab } from "./SignInTab";

const ONE_PPM = 1_000_000;

function DetailsTab({ user }: { user: User }) {
  const { t } = useTranslation();
  const mayMoney = useMay()("money:write");
  const [round, setRound] = useState(0);
  const change = useChange(
    ({ body, unchanged }: { body: Schemas["UserChange"]; unchanged?: object }) =>
      api("patch", "/users/{id}", { id: user.id, body, unchanged }),
    ["/users"],
  );
  const submit = ({ name, note, enabled, multiplier_ppm, ...limits }: Values) => {
    const factor = multiplier_ppm === undefined ? undefined : Math.round(Number(multiplier_ppm) * ONE_PPM);
    const wish = {
      name: String(name ?? ""),
      note: String(note ?? ""),
      enabled: enabled === true,
      multiplier_ppm: factor,
      limits: limitsOf(limits),
    };
    const back = {
      name: user.name,
      note: user.note,
      enabled: user.enabled,
      multiplier_ppm: mayMoney ? user.multiplier_ppm : undefined,
      limits: user.limits,
    };
    change.mutate(
      { body: wish },
      {
        onSuccess: (after) =>
          offerUndo(t("users.changed", { name: user.email }), async () => {
            await change.mutateAsync({ body: back, unchanged: left(after, back) });
            setRound((before) => before + 1); // the form begins anew with what there is again
          }),
      },
    );
  };
  return (
    <QuickForm
      key={round}
      action={t(change.isSuccess ? "common.saved" : "common.save")}
      busy={change.isPending}
      error={change.error}
      submit={submit}
      fields={[
        { name: "name", label: t("common.name"), kind: "text", start: user.name },
        { name: "enabled", label: t("users.enabled"), kind: "switch", start: user.enabled },
        {
          name: "multiplier_ppm",
          label: t("groups.multiplier"),
          hint: t("users.multiplier-hint"),
          kind: "number",
          required: true,
          locked: mayMoney ? undefined : t("common.needs-money"),
          start: user.multiplier_ppm / ONE_PPM,
        },
        ...limitFields(t, user.limits),
        { name: "note", label: t("common.note"), kind: "text", start: user.note },
      ]}
    />
  );
}

function Inside({ user, close }: { user: User; close: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <>
      {user.declared && (
        <Alert variant="light" color="gray" mb="sm">
          {t("common.declared")}
        </Alert>
      )}
      <div style={{ display: "flex", gap: 16, fontSize: 13, marginBottom: 12, flexWrap: "wrap" }}>
        {may("keys:read") && (
          <Link to="/keys" search={{ user_id: user.id } as never}>
            {t("users.their-keys")}
          </Link>
        )}
        {may("requests:read") && (
          <Link to="/requests" search={{ user_id: user.id } as never}>
            {t("users.their-requests")}
          </Link>
        )}
      </div>
      <Tabs defaultValue={may("users:write") && !user.declared ? "details" : "balance"} keepMounted={false}>
        <Tabs.List mb="sm">
          {may("users:write") && !user.declared && <Tabs.Tab value="details">{t("users.details")}</Tabs.Tab>}
          {may("money:read") && <Tabs.Tab value="balance">{t("users.balance")}</Tabs.Tab>}
          {may("groups:read") && <Tabs.Tab value="groups">{t("nav.groups")}</Tabs.Tab>}
          {may("users:write") && <Tabs.Tab value="sign-in">{t("users.sign-in")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="details">
          <DetailsTab user={user} />
        </Tabs.Panel>
        <Tabs.Panel value="balance">{may("money:read") && <BalanceTab user={user} />}</Tabs.Panel>
        <Tabs.Panel value="groups">
          <GroupsTab user={user} mayWrite={may("users:write")} />
        </Tabs.Panel>
        <Tabs.Panel value="sign-in">
          <SignInTab user={user} close={close} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** One user: name and limits, money, ways in. */
export function UserDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const user = useQuery({ queryKey: ["/users", "one", id], queryFn: () => api("get", "/users/{id}", { id }) });
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={<b>{user.data?.email}</b>}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ErrorNote error={user.error} retry={() => void user.refetch()} />
      {user.isPending && <Skeleton height={200} />}
      {user.data && <Inside key={user.data.id} user={user.data} close={close} />}
    </Drawer>
  );
}
