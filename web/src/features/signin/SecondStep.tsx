import { Button, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { passkeysWork } from "@/lib/passkeys";
import { useBegin } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";
import { secondStepQuery } from "./api";
import { PasskeyButton } from "./PasskeyButton";

/** The second step: a code, or the passkey where there is one. */
export function SecondStep({ back }: { back: () => void }) {
  const { t } = useTranslation();
  const begin = useBegin();
  const [code, setCode] = useState("");
  const waits = useQuery(secondStepQuery);
  const confirm = useMutation({
    mutationFn: () => api("post", "/session/second-factor", { body: { code: code.trim() } }),
    onSuccess: begin,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <ErrorNote error={waits.error} />
        {waits.data?.methods.includes("passkey") && passkeysWork() && <PasskeyButton purpose="second_factor" />}
        <TextInput
          label={t("signin.code")}
          description={t("signin.code-hint")}
          autoComplete="one-time-code"
          required
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <ErrorNote error={confirm.error} />
        <Button type="submit" fullWidth loading={confirm.isPending}>
          {t("signin.go")}
        </Button>
        <Button variant="subtle" color="gray" onClick={back}>
          {t("signin.back")}
        </Button>
      </Stack>
    </form>
  );
}
