import { Divider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { passkeysWork } from "@/lib/passkeys";
import { ExternalRefusal } from "@/ui/ExternalRefusal";
import { optionsQuery } from "./api";
import { Frame } from "./Frame";
import { PasskeyButton } from "./PasskeyButton";
import { PasswordStep } from "./PasswordStep";
import { SecondStep } from "./SecondStep";
import { Sites } from "./Sites";

function Links({ register, reset }: { register: string; reset: boolean }) {
  const { t } = useTranslation();
  return (
    <Stack gap={4} mt="md" align="center" style={{ fontSize: 13 }}>
      {reset && <Link to="/forgot-password">{t("signin.forgot")}</Link>}
      {register !== "closed" && <Link to="/register">{t("signin.register")}</Link>}
    </Stack>
  );
}

/** One step at a time: the passkey or password, then the code where the account has a second factor. */
export function SignInPage() {
  const { t } = useTranslation();
  const search = useSearch({ strict: false }) as { step?: string; error?: string };
  const [second, setSecond] = useState(search.step === "second-factor");
  const options = useQuery(optionsQuery).data;
  const passkeys = options?.passkeys === true && passkeysWork();
  if (second) {
    return (
      <Frame words={t("signin.second")}>
        <SecondStep back={() => setSecond(false)} />
      </Frame>
    );
  }
  return (
    <Frame words={t("signin.words")}>
      {search.error && <ExternalRefusal word={search.error} />}
      {(passkeys || (options?.providers.length ?? 0) > 0) && (
        <>
          <Stack gap="xs">
            {passkeys && <PasskeyButton purpose="sign_in" />}
            <Sites ways={options?.providers ?? []} />
          </Stack>
          <Divider label={<Text size="xs">{t("signin.or")}</Text>} my="md" />
        </>
      )}
      <PasswordStep next={() => setSecond(true)} />
      {options && <Links register={options.registration} reset={options.password_reset} />}
    </Frame>
  );
}
