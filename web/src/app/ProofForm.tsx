import { Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { answerChallenge, declined, passkeysWork } from "@/lib/passkeys";
import { useBegin } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";

function useProof(done: () => void) {
  const begin = useBegin();
  const onSuccess = (session: Parameters<typeof begin>[0]) => {
    begin(session);
    done();
  };
  const typed = useMutation({
    mutationFn: (body: { password: string } | { code: string }) => api("post", "/session/proof", { body }),
    onSuccess,
  });
  const passkey = useMutation({
    mutationFn: async () => {
      const asked = await api("post", "/passkeys/challenge", { body: { purpose: "proof" } });
      return api("post", "/session/proof/passkey", { body: await answerChallenge(asked) });
    },
    onSuccess,
  });
  return { typed, passkey };
}

/** Proves by password, code or passkey. */
export function ProofForm({ done }: { done: () => void }) {
  const { t } = useTranslation();
  const { typed, passkey } = useProof(done);
  const [text, setText] = useState("");
  const [byCode, setByCode] = useState(false);
  const factors = useQuery({
    queryKey: ["/profile/second-factors"],
    queryFn: () => api("get", "/profile/second-factors"),
  }).data;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a dialog is drawn inside the form that waits for it
    typed.mutate(byCode ? { code: text.trim() } : { password: text });
  };
  const field = {
    required: true,
    "data-autofocus": true,
    value: text,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t("proof.words")}</Text>
        {(factors?.passkeys ?? 0) > 0 && passkeysWork() && (
          <>
            <Button
              leftSection={<IconFingerprint size={16} aria-hidden />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t("signin.passkey")}
            </Button>
            {!declined(passkey.error) && <ErrorNote error={passkey.error} />}
            <Divider label={<Text size="xs">{t("signin.or")}</Text>} />
          </>
        )}
        {byCode ? (
          <TextInput {...field} label={t("signin.code")} autoComplete="one-time-code" />
        ) : (
          <PasswordInput {...field} label={t("signin.password")} autoComplete="current-password" />
        )}
        <ErrorNote error={typed.error} />
        <Button type="submit" loading={typed.isPending}>
          {t("proof.go")}
        </Button>
        {(factors?.totp || (factors?.recovery_codes ?? 0) > 0) && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => {
              setText("");
              setByCode(!byCode);
            }}
          >
            {t(byCode ? "proof.by-password" : "proof.by-code")}
          </Button>
        )}
      </Stack>
    </form>
  );
}
