import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm } from "@/ui/QuickForm";
import type { User } from "./columns";

const ROLES = ["none", "user", "auditor", "finance", "operator", "admin", "owner"];

/** How a user gets in: role, password, sessions, second factors; and their end. */
export function SignInTab({ user, close }: { user: User; close: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [removing, setRemoving] = useState(false);
  const id = user.id;
  const role = useChange((value: string) => api("post", "/users/{id}/role", { id, body: { role: value } }), ["/users"]);
  const password = useChange(
    (value: string) => api("post", "/users/{id}/password", { id, body: { password: value } }),
    ["/users"],
  );
  const end = useChange(
    (what: "sessions" | "factors") => {
      return what === "sessions"
        ? api("delete", "/users/{id}/sessions", { id })
        : api("delete", "/users/{id}/second-factors", { id });
    },
    ["/users"],
  );
  const remove = useChange(() => api("delete", "/users/{id}", { id }), ["/users"], close);
  return (
    <Stack gap="lg">
      {may("roles:write") && (
        <QuickForm
          action={t(role.isSuccess ? "common.saved" : "common.save")}
          busy={role.isPending}
          error={role.error}
          submit={(values) =>
            role.mutate(String(values.role), {
              onSuccess: () =>
                offerUndo(t("users.role-changed", { name: user.email, role: t(`role.${values.role}`) }), () =>
                  role.mutateAsync(user.role || "none"),
                ),
            })
          }
          fields={[
            {
              name: "role",
              label: t("users.role"),
              kind: "select",
              required: true,
              start: user.role || "none",
              options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
            },
          ]}
        />
      )}
      <QuickForm
        action={t(password.isSuccess ? "common.saved" : "users.set-password")}
        busy={password.isPending}
        error={password.error}
        submit={(values) => password.mutate(String(values.password ?? ""))}
        fields={[
          {
            name: "password",
            label: t("users.new-password"),
            kind: "password",
            hint: t("setup.password-hint"),
            required: true,
          },
        ]}
      />
      <Group gap="xs">
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate("sessions")}>
          {t("users.end-sessions")}
        </Button>
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate("factors")}>
          {t("users.end-factors")}
        </Button>
        {!user.declared && (
          <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
            {t("common.remove")}
          </Button>
        )}
      </Group>
      {end.isSuccess && (
        <Text size="sm" role="status">
          {t("common.done")}
        </Text>
      )}
      <ErrorNote error={end.error} />
      {removing && (
        <ConfirmName
          name={user.email}
          title={t("common.remove")}
          words={t("users.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(undefined)}
          close={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}
