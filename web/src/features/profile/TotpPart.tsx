import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Card } from "@/ui/Card";
import { ErrorNote } from "@/ui/Notes";
import { QrCode } from "@/ui/QrCode";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { Copyable } from "@/ui/Value";
import { RecoveryCodes } from "./RecoveryCodes";

const FACTORS = ["/profile/second-factors"];

/** An authenticator app as second factor: begun, confirmed with a code, taken away. */
export function TotpPart() {
  const { t } = useTranslation();
  const factors = useQuery({ queryKey: FACTORS, queryFn: () => api("get", "/profile/second-factors") });
  const begin = useChange(() => api("post", "/profile/totp"), []);
  const confirm = useChange(
    (values: Values) => api("post", "/profile/totp/confirm", { body: { code: String(values.code ?? "") } }),
    [...FACTORS, "/sessions"],
  );
  const renew = useChange(() => api("post", "/profile/recovery-codes"), FACTORS);
  const remove = useChange(
    () => api("delete", "/profile/totp"),
    FACTORS,
    () => {
      begin.reset();
      confirm.reset();
      renew.reset();
    },
  );
  const codes = renew.data?.codes ?? confirm.data?.codes;
  return (
    <Card title={t("profile.totp")}>
      <Stack gap="sm">
        {codes && <RecoveryCodes codes={codes} />}
        {factors.data && (
          <Text size="sm">
            {factors.data.totp ? t("profile.totp-on", { count: factors.data.recovery_codes }) : t("profile.totp-off")}
          </Text>
        )}
        <ErrorNote error={begin.error ?? renew.error ?? remove.error ?? factors.error} />
        {begin.data && !confirm.data && (
          <Group align="flex-start" gap="lg">
            <QrCode text={begin.data.uri} label={t("profile.qr")} />
            <Stack gap="sm" flex={1} miw={220}>
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
          </Group>
        )}
        {factors.data && !factors.data.totp && !begin.data && (
          <Button loading={begin.isPending} onClick={() => begin.mutate(undefined)} style={{ alignSelf: "flex-start" }}>
            {t("profile.totp-begin")}
          </Button>
        )}
        {factors.data?.totp && (
          <Group gap="xs">
            <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate(undefined)}>
              {t("profile.renew")}
            </Button>
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
              {t("common.remove")}
            </Button>
          </Group>
        )}
      </Stack>
    </Card>
  );
}
