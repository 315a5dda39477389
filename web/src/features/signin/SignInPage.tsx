import { Button, Card, Center, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, api } from "@/lib/api/client";
import { useBegin } from "@/lib/session";
import { Mark } from "@/ui/Mark";
import { ErrorNote } from "@/ui/Notes";

function PasswordStep({ next }: { next: () => void }) {
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

function CodeStep({ back }: { back: () => void }) {
  const { t } = useTranslation();
  const begin = useBegin();
  const [code, setCode] = useState("");
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

/** One step at a time: the password, then the code where the account has a second factor. */
export function SignInPage() {
  const { t } = useTranslation();
  const [second, setSecond] = useState(false);
  return (
    <Center mih="100vh" p="md" component="main">
      <Card withBorder w={360} p="lg">
        <Stack align="center" gap={4} mb="md">
          <Mark size={44} />
          <Title order={1}>Headgate</Title>
          <Text size="sm" c="dimmed">
            {t(second ? "signin.second" : "signin.words")}
          </Text>
        </Stack>
        {second ? <CodeStep back={() => setSecond(false)} /> : <PasswordStep next={() => setSecond(true)} />}
      </Card>
    </Center>
  );
}
