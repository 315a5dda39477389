import { Button, Group, Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { FormDialog, type Values } from "@/ui/QuickForm";
import { SearchField } from "@/ui/SearchField";
import { Select } from "@/ui/Select";
import { useColumns } from "./columns";
import { Invitations, Invite } from "./Invitations";
import { UserDrawer } from "./UserDrawer";

export const ROLES = ["user", "auditor", "finance", "operator", "admin", "owner"];

function AddUser({ close, done }: { close: () => void; done: (id: string) => void }) {
  const { t } = useTranslation();
  const mayRoles = useMay()("roles:write");
  const add = useChange(
    (values: Values) => api("post", "/users", { body: values as { email: string } }),
    ["/users"],
    (user) => done(user.id),
  );
  return (
    <FormDialog
      title={t("users.add")}
      close={close}
      action={t("users.add")}
      busy={add.isPending}
      error={add.error}
      submit={add.mutate}
      fields={[
        { name: "email", label: t("signin.email"), kind: "email", required: true },
        { name: "name", label: t("common.name"), kind: "text" },
        {
          name: "role",
          label: t("users.role"),
          kind: "select",
          hint: t("users.role-hint"),
          options: (mayRoles ? ROLES : ["user"]).map((value) => ({ value, label: t(`role.${value}`) })),
        },
        { name: "password", label: t("signin.password"), kind: "password", hint: t("users.password-hint") },
        { name: "note", label: t("common.note"), kind: "text" },
      ]}
    />
  );
}

function UserList() {
  const { t } = useTranslation();
  const [{ search, role }, set] = useFilters();
  const users = usePages("/users", { search, role });
  return (
    <>
      <Group gap="xs" mb="sm" className="hg-filters">
        <SearchField mb={0} value={search} set={(value) => set({ search: value })} />
        <Select
          clearable
          placeholder={t("users.role")}
          aria-label={t("users.role")}
          value={role ?? null}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(value) => set({ role: value ?? undefined })}
        />
      </Group>
      <DataTable
        name={t("nav.users")}
        id="users"
        source={users}
        columns={useColumns()}
        rowId={(row) => row.id}
        open={(row) => set({ open: row.id })}
        empty={search || role ? t("common.nothing-found") : <Empty words={t("users.empty")} />}
      />
    </>
  );
}

/** Who draws: users, their roles, limits and balances, and who is invited. */
export function UsersPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("users:write");
  const [{ open, tab, new: begun }, set] = useFilters();
  const [inviting, setInviting] = useState(false);
  const actions = mayWrite && (
    <>
      <Button variant="default" onClick={() => setInviting(true)}>
        {t("invitations.add")}
      </Button>
      <AddButton label={t("users.add")} act={() => set({ new: "1" })} />
    </>
  );
  return (
    <Page title={t("nav.users")} actions={actions}>
      <Tabs value={tab ?? "users"} onChange={(value) => set({ tab: value ?? undefined })} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="users">{t("nav.users")}</Tabs.Tab>
          <Tabs.Tab value="invitations">{t("invitations.title")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="users">
          <UserList />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <Invitations />
        </Tabs.Panel>
      </Tabs>
      {open && <UserDrawer id={open} close={() => set({ open: undefined })} />}
      {inviting && <Invite close={() => setInviting(false)} />}
      {begun && mayWrite && (
        <AddUser close={() => set({ new: undefined })} done={(id) => set({ new: undefined, open: id })} />
      )}
    </Page>
  );
}
