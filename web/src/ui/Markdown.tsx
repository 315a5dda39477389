import { Code } from "@mantine/core";
import { type Block, blocksOf, type Span } from "./markdown";

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, index) => {
    const key = `${index}:${span.text}`;
    if (span.kind === "link") {
      return (
        <a key={key} href={span.href} target="_blank" rel="noopener noreferrer">
          {span.text}
        </a>
      );
    }
    if (span.kind === "strong") return <strong key={key}>{span.text}</strong>;
    if (span.kind === "em") return <em key={key}>{span.text}</em>;
    if (span.kind === "code") return <Code key={key}>{span.text}</Code>;
    return <span key={key}>{span.text}</span>;
  });
}

function Part({ block }: { block: Block }) {
  if (block.kind === "code") return <Code block>{block.text}</Code>;
  if (block.kind === "list") {
    const List = block.ordered ? "ol" : "ul";
    return (
      <List style={{ margin: "6px 0", paddingLeft: 22 }}>
        {block.items.map((item, index) => (
          <li key={`item-${index.toString()}`}>
            <Spans spans={item} />
          </li>
        ))}
      </List>
    );
  }
  return (
    <p style={{ margin: "6px 0", whiteSpace: "pre-line", fontWeight: block.kind === "heading" ? 600 : undefined }}>
      <Spans spans={block.spans} />
    </p>
  );
}

/** A text with light marks, as elements of the page: no HTML of the writer's reaches it. */
export function Markdown({ text }: { text: string }) {
  return (
    <div style={{ fontSize: 13, overflowWrap: "anywhere" }}>
      {blocksOf(text).map((block, index) => (
        <Part key={`block-${index.toString()}`} block={block} />
      ))}
    </div>
  );
}
