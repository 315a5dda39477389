import { Alert, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useSession } from "@/lib/session";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";

function useFields(mail: Schemas["MailView"]): Field[] {
  const { t } = useTranslation();
  return [
    { name: "host", label: t("mail.host"), kind: "text", hint: t("mail.host-hint"), start: mail.host ?? null },
    { name: "port", label: t("mail.port"), kind: "number", required: true, start: mail.port },
    {
      name: "security",
      label: t("mail.security"),
      kind: "select",
      required: true,
      start: mail.security,
      options: ["starttls", "tls", "none"].map((value) => ({ value, label: t(`mail.security-${value}`) })),
    },
    { name: "user", label: t("mail.user"), kind: "text", hint: t("mail.user-hint"), start: mail.user ?? null },
    {
      name: "password",
      label: t("signin.password"),
      kind: "password",
      hint: t(mail.password_set ? "mail.password-set" : "mail.password-none"),
    },
    { name: "from", label: t("mail.from"), kind: "text", hint: t("mail.from-hint"), start: mail.from ?? null },
  ];
}

function Change({ mail }: { mail: Schemas["MailView"] }) {
  const { t } = useTranslation();
  const change = useChange(
    ({ password, ...rest }: Values) =>
      api("patch", "/settings/mail", {
        body: {
          host: String(rest.host ?? ""),
          port: Number(rest.port),
          security: String(rest.security),
          user: String(rest.user ?? ""),
          from: rest.from as string | null,
          ...(password ? { password: String(password) } : {}),
        },
      }),
    ["/settings/mail", "/sign-in/options"],
  );
  return (
    <QuickForm
      action={t(change.isSuccess ? "common.saved" : "common.save")}
      busy={change.isPending}
      error={change.error}
      submit={change.mutate}
      fields={useFields(mail)}
    />
  );
}

/** Sends a letter now, with what is saved. */
function Try() {
  const { t } = useTranslation();
  const session = useSession();
  const send = useChange((to: string) => api("post", "/settings/mail/test", { body: { to } }), []);
  return (
    <Stack gap="sm">
      <QuickForm
        action={t("mail.test")}
        busy={send.isPending}
        error={send.error}
        submit={(values) => send.mutate(String(values.to ?? ""))}
        fields={[
          { name: "to", label: t("mail.test-to"), kind: "email", required: true, start: session?.email ?? null },
        ]}
      />
      {send.data && (
        <Text size="sm" role="status" c={send.data.ok ? "var(--hg-ok)" : "var(--hg-attention)"}>
          {t(send.data.ok ? "mail.test-ok" : "mail.test-failed")} {send.data.words}
        </Text>
      )}
    </Stack>
  );
}

/** The mail server: without one there are no letters, and so no resets and invitations by mail. */
export function MailPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/settings/mail"], queryFn: () => api("get", "/settings/mail") });
  const mail = found.data;
  return (
    <Card title={t("mail.title")}>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={200} />}
      {mail?.declared && (
        <Alert variant="light" color="gray" mb="sm">
          {t("common.declared")}
        </Alert>
      )}
      <Group align="flex-start" gap="xl">
        <div style={{ flex: "2 1 320px" }}>
          {mail && (mail.declared || !mayWrite) && (
            <Facts
              rows={[
                [t("mail.host"), mail.host ? `${mail.host}:${mail.port}` : t("mail.none")],
                [t("mail.security"), t(`mail.security-${mail.security}`)],
                [t("mail.from"), mail.from ?? "–"],
              ]}
            />
          )}
          {mail && !mail.declared && mayWrite && <Change mail={mail} />}
        </div>
        {mail?.host && mayWrite && (
          <div style={{ flex: "1 1 240px" }}>
            <Try />
          </div>
        )}
      </Group>
    </Card>
  );
}
