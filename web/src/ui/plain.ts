import { isValidElement, type ReactNode } from "react";

/** A component that draws a value says here how it stands in a file. */
type Drawn = { plain?: (props: never) => string | number };

/** What a cell says, without its looks: for a file. Money in dollars, times in ISO 8601, states by their names in the API. */
export function plainText(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number" || typeof node === "bigint") return String(node);
  if (Array.isArray(node)) return node.map(plainText).join("");
  if (!isValidElement<{ children?: ReactNode }>(node)) return "";
  const plain = typeof node.type === "string" ? undefined : (node.type as Drawn).plain;
  return plain ? String(plain(node.props as never)) : plainText(node.props.children);
}
