import { Button, Code, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError, api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useBegin } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { Copyable } from "@/ui/Value";
import { Part } from "./Part";

const FACTORS = ["/profile/second-factors"];

/** Some changes need a fresh proof of who sits there. */
function Prove({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const begin = useBegin();
  const prove = useChange(
    (values: Values) => api("post", "/session/proof", { body: { password: String(values.password ?? "") } }),
    [],
    (session) => {
      begin(session);
      done();
    },
  );
  return (
    <QuickForm
      action={t("profile.prove")}
      busy={prove.isPending}
      error={prove.error}
      submit={prove.mutate}
      fields={[{ name: "password", label: t("profile.prove-words"), kind: "password", required: true }]}
    />
  );
}

function NewCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Text size="sm">{t("profile.codes-words")}</Text>
      <Code block>{codes.join("\n")}</Code>
      <Copyable text={codes.join("\n")} shown={t("profile.codes")} />
    </Stack>
  );
}

/** An authenticator app as second factor: begun, confirmed with a code, taken away. */
export function TotpPart() {
  const { t } = useTranslation();
  const factors = useQuery({ queryKey: FACTORS, queryFn: () => api("get", "/profile/second-factors") });
  const begin = useChange(() => api("post", "/profile/totp"), []);
  const confirm = useChange(
    (values: Values) => api("post", "/profile/totp/confirm", { body: { code: String(values.code ?? "") } }),
    FACTORS,
  );
  const renew = useChange(() => api("post", "/profile/recovery-codes"), FACTORS);
  const remove = useChange(() => api("delete", "/profile/totp"), FACTORS);
  const error = begin.error ?? renew.error ?? remove.error;
  const reset = () => {
    begin.reset();
    renew.reset();
    remove.reset();
  };
  const codes = confirm.data?.codes ?? renew.data?.codes;
  return (
    <Part title={t("profile.totp")}>
      <Stack gap="sm">
        {codes && <NewCodes codes={codes} />}
        {factors.data && (
          <Text size="sm">
            {factors.data.totp ? t("profile.totp-on", { count: factors.data.recovery_codes }) : t("profile.totp-off")}
          </Text>
        )}
        {error instanceof ApiError && error.code === "proof_needed" ? (
          <Prove done={reset} />
        ) : (
          <ErrorNote error={error ?? factors.error} />
        )}
        {begin.data && !confirm.data && (
          <Stack gap="sm">
            <Text size="sm">{t("profile.totp-words")}</Text>
            <Copyable text={begin.data.secret} />
            <QuickForm
              action={t("profile.confirm")}
              busy={confirm.isPending}
              error={confirm.error}
              submit={confirm.mutate}
              fields={[{ name: "code", label: t("signin.code"), kind: "text", required: true }]}
            />
          </Stack>
        )}
        {factors.data && !factors.data.totp && !begin.data && (
          <Button loading={begin.isPending} onClick={() => begin.mutate(undefined)} style={{ alignSelf: "flex-start" }}>
            {t("profile.totp-begin")}
          </Button>
        )}
        {factors.data?.totp && (
          <div style={{ display: "flex", gap: 8 }}>
            <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
              {t("profile.renew")}
            </Button>
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t("common.remove")}
            </Button>
          </div>
        )}
      </Stack>
    </Part>
  );
}
