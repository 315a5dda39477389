import { describe, expect, it } from "vitest";
import { blocksOf, spansOf } from "./markdown";

describe("an announcement's text", () => {
  it("falls into headings, paragraphs and lists", () => {
    const blocks = blocksOf("# News\nSlow today.\n- claude\n- openai\n\nAll well at 12:00.\n\n1. wait\n2. call");
    expect(blocks.map((block) => block.kind)).toEqual(["heading", "paragraph", "list", "paragraph", "list"]);
    expect(blocks[2]).toMatchObject({ ordered: false, items: [[{ text: "claude" }], [{ text: "openai" }]] });
    expect(blocks[4]).toMatchObject({ ordered: true });
  });

  it("keeps code as it is written", () => {
    expect(blocksOf("see\n```sh\na **b**\n\n- c\n```\nend")).toEqual([
      { kind: "paragraph", spans: [{ kind: "text", text: "see" }] },
      { kind: "code", text: "a **b**\n\n- c" },
      { kind: "paragraph", spans: [{ kind: "text", text: "end" }] },
    ]);
  });

  it("makes links of web and mail addresses only; HTML and scripts stay text", () => {
    expect(spansOf("see [docs](https://x.example/a), **now**")).toEqual([
      { kind: "text", text: "see " },
      { kind: "link", text: "docs", href: "https://x.example/a" },
      { kind: "text", text: ", " },
      { kind: "strong", text: "now" },
    ]);
    expect(spansOf("https://x.example/a.")).toEqual([
      { kind: "link", text: "https://x.example/a", href: "https://x.example/a" },
      { kind: "text", text: "." },
    ]);
    for (const text of ["[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "[x](data:text/html,a)"]) {
      expect(spansOf(text)).toEqual([{ kind: "text", text }]);
    }
  });
});
