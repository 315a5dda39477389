import { type KeyboardEvent, memo, type ReactNode } from "react";
import type { Column } from "./DataTable";

/** j and k move, enter opens, x selects. */
function move(event: KeyboardEvent<HTMLTableRowElement>, open?: () => void, select?: () => void): void {
  const row = event.currentTarget;
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") open?.();
  if (event.key === "x") select?.();
  const down = event.key === "j" || event.key === "ArrowDown";
  if (!down && event.key !== "k" && event.key !== "ArrowUp") return;
  event.preventDefault();
  event.stopPropagation();
  const other = down ? row.nextElementSibling : row.previousElementSibling;
  if (other instanceof HTMLElement) other.focus();
}

interface Props<T> {
  row: T;
  rowId: string;
  columns: readonly Column<T>[];
  /** Both are the same function for all rows and as long as the table stands. */
  open: ((row: T) => void) | undefined;
  select: ((id: string) => void) | undefined;
  /** What the box that selects is called. */
  selectWords: string;
  selected: boolean;
  padded: boolean;
  place: number;
  measure: ((element: HTMLTableRowElement | null) => void) | undefined;
}

function Row<T>(props: Props<T>): ReactNode {
  const { row, rowId, columns, open, select, selectWords, selected, padded, place, measure } = props;
  return (
    <tr
      ref={measure}
      data-index={place}
      data-door={open ? true : undefined}
      data-selected={selected || undefined}
      tabIndex={open || select ? 0 : undefined}
      onClick={open ? () => open(row) : undefined}
      onKeyDown={(event) => move(event, open && (() => open(row)), select && (() => select(rowId)))}
    >
      {select && (
        <td className="hg-check">
          <input
            type="checkbox"
            aria-label={selectWords}
            checked={selected}
            onClick={(event) => event.stopPropagation()}
            onChange={() => select(rowId)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.key}
          className={column.right ? "hg-right" : ""}
          data-head={column.head || undefined}
          data-lesser={column.lesser || undefined}
        >
          {column.cell(row)}
        </td>
      ))}
      {padded && <td className="hg-menu" data-lesser />}
    </tr>
  );
}

/**
 * A row, drawn anew only when something of it has changed: thousands of others scroll by or are asked for again meanwhile. Plain elements,
 * since eight rows may come in with one frame.
 */
export const TableRow = memo(Row) as typeof Row;
