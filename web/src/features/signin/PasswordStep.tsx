import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api } from "@/lib/api/client";
import { useBegin } from "@/lib/session";
import { ErrorNote } from "@/ui/Notes";

export function PasswordStep({ next }: { next: () => void }) {
  const { t } = useTranslation();
  const begin = useBegin();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => api("post", "/session", { body: { email, password } }),
    onSuccess: begin,
    onError: (error) => {
      if (error instanceof ApiError && error.code === "second_factor_needed") next();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("signin.email")}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("signin.password")}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorNote error={signIn.error} />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          {t("signin.go")}
        </Button>
      </Stack>
    </form>
  );
}
