import { Card, Center, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { site } from "@/lib/site";
import { Mark } from "@/ui/Mark";
import { Strangers } from "./Strangers";

/** The frame of all pages that strangers see: the mark, what the page is for, one form. */
export function Frame({ words, children }: { words: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${words} · ${site().name}`;
  }, [words]);
  return (
    <Center mih="100dvh" p="md" component="main" style={{ flexDirection: "column" }}>
      <Card withBorder w="100%" maw={380} p="lg">
        <Stack align="center" gap={4} mb="md">
          <Mark size={44} />
          <Title order={1}>{site().name}</Title>
          <Text size="sm" c="dimmed" ta="center">
            {words}
          </Text>
        </Stack>
        {children}
      </Card>
      <Strangers />
    </Center>
  );
}

/** The way back to the sign-in. */
export function BackToSignIn() {
  const { t } = useTranslation();
  return (
    <Text size="sm" ta="center" mt="sm">
      <Link to="/sign-in">{t("signin.to-sign-in")}</Link>
    </Text>
  );
}
