import { Group, Select, TextInput } from "@mantine/core";
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
import { useColumns } from "./columns";
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

/** Who draws: users, their roles, limits and balances. */
export function UsersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [filters, set] = useFilters();
  const [adding, setAdding] = useState(false);
  const { search, role, open } = filters;
  const users = usePages("/users", { search, role });
  const add = may("users:write") && <AddButton label={t("users.add")} act={() => setAdding(true)} />;
  return (
    <Page title={t("nav.users")} actions={add}>
      <Group gap="xs" mb="sm">
        <TextInput
          placeholder={t("common.search")}
          aria-label={t("common.search")}
          value={search ?? ""}
          onChange={(event) => set({ search: event.currentTarget.value })}
        />
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
        source={users}
        columns={useColumns()}
        rowId={(row) => row.id}
        open={(row) => set({ open: row.id })}
        empty={search || role ? t("common.nothing-found") : <Empty words={t("users.empty")} action={add} />}
      />
      {open && <UserDrawer id={open} close={() => set({ open: undefined })} />}
      {adding && (
        <AddUser
          close={() => setAdding(false)}
          done={(id) => {
            setAdding(false);
            set({ open: id });
          }}
        />
      )}
    </Page>
  );
}
