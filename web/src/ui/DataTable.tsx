import { Button, Checkbox, Group, Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { ColumnMenu, useHiddenColumns } from "./ColumnMenu";
import { Empty, ErrorNote } from "./Notes";

export interface Column<T> {
  key: string;
  head: string;
  cell: (row: T) => ReactNode;
  right?: boolean;
  /** Left out on a phone. */
  lesser?: boolean;
}

export interface TableSource<T> {
  rows: readonly T[] | undefined;
  error: unknown;
  retry?: () => void;
  more?: (() => void) | undefined;
  loadingMore?: boolean;
}

export interface Selection {
  ids: ReadonlySet<string>;
  set: (ids: ReadonlySet<string>) => void;
}

interface Props<T> {
  name: string;
  /** Under which the choice of columns is kept; without one there is no choice. */
  id?: string;
  source: TableSource<T>;
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  open?: (row: T) => void;
  selection?: Selection;
  empty: ReactNode;
}

/** More rows than these are drawn only where they are seen. */
const DRAWN_MAX = 120;
const ROW_PIXELS = 37;

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** j and k move, enter opens, x selects. */
function move(event: KeyboardEvent<HTMLTableRowElement>, open?: () => void, select?: () => void): void {
  const row = event.currentTarget;
  if (event.target !== row || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter") open?.();
  if (event.key === "x") select?.();
  const down = event.key === "j" || event.key === "ArrowDown";
  if (!down && event.key !== "k" && event.key !== "ArrowUp") return;
  event.preventDefault();
  const other = down ? row.nextElementSibling : row.previousElementSibling;
  if (other instanceof HTMLElement) other.focus();
}

function Loading({ columns }: { columns: number }) {
  return Array.from({ length: 6 }, (_, row) => (
    <tr key={`row-${row.toString()}`}>
      {Array.from({ length: columns }, (_, cell) => (
        <td key={`cell-${cell.toString()}`}>
          <Skeleton height={12} width={cell === 0 ? 120 : 70} />
        </td>
      ))}
    </tr>
  ));
}

/** The last column, where it has no name: the menu of columns stands in its head. */
function nameless<T>(columns: readonly Column<T>[]): Column<T> | undefined {
  const last = columns.at(-1);
  return last?.head === "" ? last : undefined;
}

interface HeadProps<T> {
  id: string | undefined;
  all: readonly Column<T>[];
  columns: readonly Column<T>[];
  rows: readonly string[];
  selection: Selection | undefined;
}

function Head<T>({ id, all, columns, rows, selection }: HeadProps<T>) {
  const { t } = useTranslation();
  const every = rows.length > 0 && rows.every((row) => selection?.ids.has(row));
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className="hg-check">
            <Checkbox
              size="xs"
              aria-label={t("table.select-all")}
              checked={every}
              indeterminate={!every && selection.ids.size > 0}
              onChange={() => selection.set(new Set(every ? [] : rows))}
            />
          </th>
        )}
        {columns.map((column) => (
          <th
            key={column.key}
            scope="col"
            className={column.right ? "hg-right" : ""}
            data-lesser={column.lesser || undefined}
          >
            {column.head}
            {id && nameless(columns) === column && <ColumnMenu id={id} columns={all} />}
          </th>
        ))}
        {id && !nameless(columns) && (
          <th scope="col" className="hg-menu" data-lesser>
            <ColumnMenu id={id} columns={all} />
          </th>
        )}
      </tr>
    </thead>
  );
}

interface RowProps<T> {
  row: T;
  rowId: string;
  columns: readonly Column<T>[];
  open: ((row: T) => void) | undefined;
  selection: Selection | undefined;
  padded: boolean;
  place: number;
  measure?: (element: HTMLTableRowElement | null) => void;
}

function Row<T>({ row, rowId, columns, open, selection, padded, place, measure }: RowProps<T>) {
  const { t } = useTranslation();
  const select = selection ? () => selection.set(toggled(selection.ids, rowId)) : undefined;
  return (
    <tr
      ref={measure}
      data-index={place}
      data-door={open ? true : undefined}
      data-selected={selection?.ids.has(rowId) || undefined}
      tabIndex={open || selection ? 0 : undefined}
      onClick={open ? () => open(row) : undefined}
      onKeyDown={(event) => move(event, open ? () => open(row) : undefined, select)}
    >
      {selection && (
        <td className="hg-check">
          <Checkbox
            size="xs"
            aria-label={t("table.select")}
            checked={selection.ids.has(rowId)}
            onClick={(event) => event.stopPropagation()}
            onChange={select}
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

/** Which rows are drawn, and how much room the others take above and below. */
function useDrawn(count: number, box: { current: HTMLElement | null }) {
  const virtual = useVirtualizer({
    count,
    enabled: count > DRAWN_MAX,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 15,
  });
  if (count <= DRAWN_MAX) {
    return { places: Array.from({ length: count }, (_, place) => place), above: 0, below: 0, measure: undefined };
  }
  const items = virtual.getVirtualItems();
  return {
    places: items.map((item) => item.index),
    above: items[0]?.start ?? 0,
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    measure: virtual.measureElement,
  };
}

function Room({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}

/** The one table: skeleton rows while nothing is there, the old rows while it is asked again, empty and error told apart. */
export function DataTable<T>({ name, id, source, columns: all, rowId, open, selection, empty }: Props<T>) {
  const { t } = useTranslation();
  const { rows } = source;
  const box = useRef<HTMLElement>(null);
  const [hidden] = useHiddenColumns(id);
  const columns = all.filter((column) => !hidden.has(column.key));
  const drawn = useDrawn(rows?.length ?? 0, box);
  if (source.error && !rows) return <ErrorNote error={source.error} retry={source.retry} />;
  if (rows?.length === 0)
    return <div className="hg-card">{typeof empty === "string" ? <Empty words={empty} /> : empty}</div>;
  return (
    <>
      {source.error ? <ErrorNote error={source.error} retry={source.retry} /> : null}
      <section ref={box} className="hg-card hg-table-box" tabIndex={0} aria-label={name}>
        <table className="hg-table hg-cards" aria-busy={!rows} aria-rowcount={rows?.length}>
          <Head id={id} all={all} columns={columns} rows={rows?.map(rowId) ?? []} selection={selection} />
          <tbody>
            {!rows && <Loading columns={columns.length} />}
            <Room height={drawn.above} />
            {drawn.places.map((place) => {
              const row = rows?.[place];
              return (
                row && (
                  <Row
                    key={rowId(row)}
                    row={row}
                    rowId={rowId(row)}
                    columns={columns}
                    open={open}
                    selection={selection}
                    padded={Boolean(id) && !nameless(columns)}
                    place={place}
                    measure={drawn.measure}
                  />
                )
              );
            })}
            <Room height={drawn.below} />
          </tbody>
        </table>
      </section>
      {source.more && (
        <Group justify="center" mt="sm">
          <Button variant="default" onClick={source.more} loading={source.loadingMore}>
            {t("common.more")}
          </Button>
        </Group>
      )}
    </>
  );
}
