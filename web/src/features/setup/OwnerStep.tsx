import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote, fieldError } from "@/ui/Notes";
import { useMakeOwner } from "./api";

/** Who owns this Headgate. */
export function OwnerStep({ token, storeUrl, next }: { token: string; storeUrl: string; next: () => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [file, setFile] = useState<string | null>(null);
  const make = useMakeOwner(token, (restart, written) => (restart ? setFile(written) : next()));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ email: email.trim(), password, storeUrl });
  };
  if (file !== null) {
    return (
      <Alert color="teal" title={t("setup.restart")}>
        {t("setup.restart-words", { file })}
      </Alert>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{t("setup.owner")}</Title>
        <Text size="sm">{t("setup.owner-words")}</Text>
        <TextInput
          label={t("signin.email")}
          type="email"
          required
          autoFocus
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldError(make.error, "email")}
        />
        <PasswordInput
          label={t("signin.password")}
          description={t("setup.password-hint")}
          required
          minLength={10}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={fieldError(make.error, "password")}
        />
        <ErrorNote error={make.error} />
        <Button type="submit" loading={make.isPending} style={{ alignSelf: "flex-start" }}>
          {t("setup.next")}
        </Button>
      </Stack>
    </form>
  );
}
