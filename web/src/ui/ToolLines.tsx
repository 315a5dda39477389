import { SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { linesFor, placeFor, type Shell, TOOLS, type Tool } from "@/lib/snippets";
import { Snippet } from "./Snippet";

/** Where people work on Windows is known; their shell there differs. */
function ownShell(): Shell {
  return navigator.userAgent.includes("Windows") ? "powershell" : "posix";
}

interface Props {
  tool: Tool;
  setTool: (id: string) => void;
  url: string;
  apiKey: string;
  /** Stands beside the choice of the tool. */
  children?: ReactNode;
}

/** Pick a tool, get the exact lines for it and for one's system. */
export function ToolLines({ tool, setTool, url, apiKey, children }: Props) {
  const { t } = useTranslation();
  const [shell, setShell] = useState(ownShell);
  const place = placeFor(tool, shell);
  return (
    <Stack gap="md">
      <div style={{ display: "flex", gap: 12, flexWrap: "wrap", alignItems: "flex-start" }}>
        <Select
          label={t("connect.tool")}
          allowDeselect={false}
          searchable
          w={260}
          data={TOOLS.map((one) => ({ value: one.id, label: one.name }))}
          value={tool.id}
          onChange={(id) => id && setTool(id)}
        />
        {children}
      </div>
      <Stack gap="xs">
        <div
          style={{ display: "flex", justifyContent: "space-between", alignItems: "center", flexWrap: "wrap", gap: 8 }}
        >
          <Text size="sm">
            {place ? t("connect.in-file", { file: place }) : t(`connect.where-${tool.where}`, { tool: tool.name })}
          </Text>
          {(tool.where === "terminal" || tool.file) && (
            <SegmentedControl
              size="xs"
              aria-label={t("connect.shell")}
              value={shell}
              onChange={(value) => setShell(value === "powershell" ? value : "posix")}
              data={[
                { value: "posix", label: "macOS · Linux" },
                { value: "powershell", label: "Windows" },
              ]}
            />
          )}
        </div>
        <Snippet text={linesFor(tool, shell, url, apiKey)} />
      </Stack>
    </Stack>
  );
}
