import { describe, expect, it } from "vitest";
import { forShell, TOOLS } from "./snippets";

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
    expect(forShell("curl x \\\n  -H 'y'", "powershell")).toBe("curl.exe x `\n  -H 'y'");
  });
});
