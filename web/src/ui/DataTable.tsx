import { Button, Group, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type UIEvent, useCallback, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useHiddenColumns } from "./ColumnMenu";
import { Empty, ErrorNote } from "./Notes";
import { nameless, TableHead } from "./TableHead";
import { TableRow } from "./TableRow";

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
  /** Under which the choice of columns is kept; without one there is no choice, and no file of the rows. */
  id?: string;
  source: TableSource<T>;
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  open?: (row: T) => void;
  selection?: Selection;
  empty: ReactNode;
}

/** More rows than these are drawn only where they are seen. */
const DRAWN_MAX = 60;
const ROW_PIXELS = 37;
/** So near the end, the next rows are asked for. */
const NEAR_PIXELS = 600;

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
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

/** Which rows are drawn, and how much room the others take above and below. */
function useDrawn(count: number, box: { current: HTMLElement | null }) {
  const cards = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const virtual = useVirtualizer({
    count,
    enabled: count > DRAWN_MAX,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PIXELS,
    overscan: 8,
  });
  if (count <= DRAWN_MAX) {
    return { places: Array.from({ length: count }, (_, place) => place), above: 0, below: 0, measure: undefined };
  }
  const items = virtual.getVirtualItems();
  return {
    places: items.map((item) => item.index),
    above: items[0]?.start ?? 0,
    below: virtual.getTotalSize() - (items.at(-1)?.end ?? 0),
    // rows are of one height but for cards, whose text wraps; to measure each means to lay the table out for each
    measure: cards ? virtual.measureElement : undefined,
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

/** What is done to rows, as functions that stay the same while what they do changes: rows needn't be drawn anew for that. */
function useDeeds<T>(open: ((row: T) => void) | undefined, selection: Selection | undefined) {
  const now = useRef({ open, selection });
  now.current = { open, selection };
  const opening = useCallback((row: T) => now.current.open?.(row), []);
  const selecting = useCallback((id: string) => {
    const { selection: chosen } = now.current;
    chosen?.set(toggled(chosen.ids, id));
  }, []);
  return { open: open && opening, select: selection && selecting };
}

/** The one table: skeleton rows while nothing is there, the old rows while it is asked again, empty and error told apart. */
export function DataTable<T>({ name, id, source, columns: all, rowId, open, selection, empty }: Props<T>) {
  const { t } = useTranslation();
  const { rows, more, loadingMore } = source;
  const box = useRef<HTMLElement>(null);
  const [hidden] = useHiddenColumns(id);
  const columns = useMemo(() => all.filter((column) => !hidden.has(column.key)), [all, hidden]);
  const drawn = useDrawn(rows?.length ?? 0, box);
  const deeds = useDeeds(open, selection);
  if (source.error && !rows) return <ErrorNote error={source.error} retry={source.retry} />;
  if (rows?.length === 0)
    return <div className="hg-card">{typeof empty === "string" ? <Empty words={empty} /> : empty}</div>;
  const scrolled = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLElement>) => {
    if (more && !loadingMore && scrollTop > 0 && scrollHeight - scrollTop - clientHeight < NEAR_PIXELS) more();
  };
  return (
    <>
      {source.error ? <ErrorNote error={source.error} retry={source.retry} /> : null}
      <section ref={box} className="hg-card hg-table-box" tabIndex={0} aria-label={name} onScroll={scrolled}>
        <table className="hg-table hg-cards" aria-busy={!rows} aria-rowcount={rows?.length}>
          <TableHead
            id={id}
            name={name}
            all={all}
            columns={columns}
            rows={rows ?? []}
            rowId={rowId}
            selection={selection}
          />
          <tbody>
            {!rows && <Loading columns={columns.length} />}
            <Room height={drawn.above} />
            {drawn.places.map((place) => {
              const row = rows?.[place];
              return (
                row && (
                  <TableRow
                    key={rowId(row)}
                    row={row}
                    rowId={rowId(row)}
                    columns={columns}
                    open={deeds.open}
                    select={deeds.select}
                    selectWords={t("table.select")}
                    selected={selection?.ids.has(rowId(row)) ?? false}
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
      {more && (
        <Group justify="center" mt="sm">
          <Button variant="default" onClick={more} loading={loadingMore}>
            {t("common.more")}
          </Button>
        </Group>
      )}
    </>
  );
}
