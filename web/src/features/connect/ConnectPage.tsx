import { Button, PasswordInput, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { Page } from "@/ui/Page";
import { Snippet } from "@/ui/Snippet";
import { forShell, TOOLS } from "./snippets";
import { TryOut } from "./TryOut";

/** Pick a tool, get the exact lines, try them out. The key stays in this page. */
export function ConnectPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const [key, setKey] = useState("");
  const [shell, setShell] = useState<"posix" | "powershell">("posix");
  const tool = TOOLS.find((one) => one.id === filters.tool) ?? TOOLS[0];
  const shown = key.trim() || "sk-hg-…";
  const url = window.location.origin;
  return (
    <Page
      title={t("nav.connect")}
      actions={
        <Button variant="default" component={Link} to="/my/keys">
          {t("connect.get-key")}
        </Button>
      }
    >
      <Stack gap="md" maw={820}>
        <Text size="sm" c="dimmed">
          {t("connect.words")}
        </Text>
        <div style={{ display: "flex", gap: 12, flexWrap: "wrap", alignItems: "flex-end" }}>
          <Select
            label={t("connect.tool")}
            allowDeselect={false}
            searchable
            w={260}
            data={TOOLS.map((one) => ({ value: one.id, label: one.name }))}
            value={tool?.id ?? null}
            onChange={(id) => set({ tool: id ?? undefined })}
          />
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
        </div>
        {tool && (
          <Stack gap="xs">
            <div
              style={{
                display: "flex",
                justifyContent: "space-between",
                alignItems: "center",
                flexWrap: "wrap",
                gap: 8,
              }}
            >
              <Text size="sm">{t(`connect.where-${tool.where}`, { tool: tool.name })}</Text>
              {(tool.where === "terminal" || tool.id === "codex") && (
                <SegmentedControl
                  size="xs"
                  aria-label={t("connect.shell")}
                  value={shell}
                  onChange={(value) => setShell(value === "powershell" ? "powershell" : "posix")}
                  data={[
                    { value: "posix", label: "macOS · Linux" },
                    { value: "powershell", label: "Windows" },
                  ]}
                />
              )}
            </div>
            <Snippet
              text={forShell(
                tool.lines(url, shown),
                tool.where === "terminal" || tool.id === "codex" ? shell : "posix",
              )}
            />
          </Stack>
        )}
        <TryOut apiKey={key.trim()} />
      </Stack>
    </Page>
  );
}
