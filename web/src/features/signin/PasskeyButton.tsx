import { Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { declined } from "@/lib/passkeys";
import { useBegin } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";
import { usePasskey } from "./api";

export function PasskeyButton({ purpose }: { purpose: "sign_in" | "second_factor" }) {
  const { t } = useTranslation();
  const begin = useBegin();
  const passkey = usePasskey(purpose, begin);
  return (
    <>
      <Button
        fullWidth
        variant="light"
        leftSection={<IconFingerprint size={16} aria-hidden />}
        loading={passkey.isPending}
        onClick={() => passkey.mutate()}
      >
        {t("signin.passkey")}
      </Button>
      {!declined(passkey.error) && <ErrorNote error={passkey.error} />}
    </>
  );
}
