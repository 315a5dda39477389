export type Span =
  | { kind: "text" | "strong" | "em" | "code"; text: string }
  | { kind: "link"; text: string; href: string };

export type Block =
  | { kind: "heading" | "paragraph"; spans: Span[] }
  | { kind: "list"; ordered: boolean; items: Span[][] }
  | { kind: "code"; text: string };

/** Only what a browser opens as a page or a letter; all else stays text. */
const SAFE = /^(https?:\/\/|mailto:)/i;

const SPAN =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^\]\n]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()]*[^\s<>().,;:!?])/g;

/** A line's emphasis, code and links; HTML is text like any other. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of line.matchAll(SPAN)) {
    const [whole, code, strong, em, label, href, bare] = match;
    if (href !== undefined && !SAFE.test(href)) continue;
    if (match.index > done) spans.push({ kind: "text", text: line.slice(done, match.index) });
    if (code !== undefined) spans.push({ kind: "code", text: code });
    else if (strong !== undefined) spans.push({ kind: "strong", text: strong });
    else if (em !== undefined) spans.push({ kind: "em", text: em });
    else if (href !== undefined) spans.push({ kind: "link", text: label ?? href, href });
    else if (bare !== undefined) spans.push({ kind: "link", text: bare, href: bare });
    done = match.index + whole.length;
  }
  if (done < line.length) spans.push({ kind: "text", text: line.slice(done) });
  return spans;
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

function blockOf(part: string): Block {
  const lines = part.split("\n");
  const first = lines[0] ?? "";
  if (lines.every((line) => ITEM.test(line))) {
    const items = lines.map((line) => spansOf(line.replace(ITEM, "")));
    return { kind: "list", ordered: /^\s*\d/.test(first), items };
  }
  if (lines.length === 1 && /^#{1,6}\s/.test(first)) {
    return { kind: "heading", spans: spansOf(first.replace(/^#+\s+/, "")) };
  }
  return { kind: "paragraph", spans: spansOf(part) };
}

/** The part of Markdown that an announcement needs: headings, lists, emphasis, code, links. */
export function blocksOf(text: string): Block[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/^```.*\n([\s\S]*?)^```\s*$/m)
    .flatMap((part, index): Block[] => {
      if (index % 2 === 1) return [{ kind: "code", text: part.replace(/\n$/, "") }];
      const parts = part
        .replace(/^(#{1,6}\s.*)$/gm, "\n$1\n")
        .replace(/\n(?=\s*(?:[-*+]|\d+[.)])\s)/g, (found, at: number, all: string) =>
          ITEM.test(all.slice(0, at).split("\n").at(-1) ?? "") ? found : "\n\n",
        )
        .split(/\n\s*\n/);
      return parts
        .map((one) => one.replace(/^\n+|\n+$/g, ""))
        .filter((one) => one.trim() !== "")
        .map(blockOf);
    });
}
