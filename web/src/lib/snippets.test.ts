import { describe, expect, it } from "vitest";
import { forShell, linesFor, placeFor, TOOLS } from "./snippets";

describe("the lines for tools", () => {
  it("hold address and key, and never a double slash", () => {
    for (const tool of TOOLS) {
      const lines = tool.lines("https://gate.example.com", "sk-hg-1");
      expect(lines, tool.id).toContain("sk-hg-1");
      expect(lines, tool.id).toContain("https://gate.example.com");
      expect(lines, tool.id).not.toMatch(/example\.com\/\//);
    }
  });
  it("are written for PowerShell too", () => {
    expect(forShell("export A=b\nclaude", "powershell")).toBe('$env:A = "b"\nclaude');
    expect(forShell("x \\\n  -H 'y'", "powershell")).toBe("x `\n  -H 'y'");
    for (const tool of TOOLS.filter((one) => one.where === "terminal")) {
      const lines = linesFor(tool, "powershell", "https://gate.example.com", "sk-hg-1");
      expect(lines, tool.id).toContain("sk-hg-1");
      expect(lines, tool.id).not.toMatch(/^export |^curl |\\$/m);
    }
  });
  it("go to a file as the system writes it", () => {
    const codex = TOOLS.find((one) => one.id === "codex");
    expect(codex && placeFor(codex, "posix")).toBe("~/.codex/config.toml");
    expect(codex && placeFor(codex, "powershell")).toBe("%USERPROFILE%\\.codex\\config.toml");
  });
});
