import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { FIRST_TOOL, TOOLS } from "@/lib/snippets";
import { Page } from "@/ui/Page";
import { ToolLines } from "@/ui/ToolLines";
import { MakeHere } from "./MakeHere";
import { TryOut } from "./TryOut";

/** Pick a tool, get the exact lines, try them out. The key stays in this page. */
export function ConnectPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [key, setKey] = useState("");
  const tool = TOOLS.find((one) => one.id === filters.tool) ?? FIRST_TOOL;
  return (
    <Page
      title={t("nav.connect")}
      actions={
        <>
          <Button variant="default" component={Link} to="/my/keys">
            {t("connect.get-key")}
          </Button>
          <MakeHere name={tool.name} use={setKey} />
        </>
      }
    >
      <Stack gap="md" maw={820}>
        <Text size="sm" c="dimmed">
          {t("connect.words")}
        </Text>
        <ToolLines
          tool={tool}
          setTool={(id) => set({ tool: id })}
          url={window.location.origin}
          apiKey={key.trim() || "sk-hg-…"}
        >
          <PasswordInput
            label={t("connect.key")}
            description={t("connect.key-hint")}
            inputWrapperOrder={["label", "input", "description"]}
            placeholder="sk-hg-…"
            autoComplete="off"
            flex={1}
            miw={240}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        </ToolLines>
        <TryOut apiKey={key.trim()} />
      </Stack>
    </Page>
  );
}
