import { Button, Group, Skeleton } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
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

interface Props<T> {
  name: string;
  source: TableSource<T>;
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  open?: (row: T) => void;
  empty: ReactNode;
}

/** j and k move, enter opens. */
function move(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  const row = event.currentTarget;
  if (event.target !== row) return;
  if (event.key === "Enter") open();
  const other = event.key === "j" || event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
  if (["j", "k", "ArrowDown", "ArrowUp"].includes(event.key) && other instanceof HTMLElement) {
    event.preventDefault();
    other.focus();
  }
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

/** The one table: skeleton rows while nothing is there, the old rows while it is asked again, empty and error told apart. */
export function DataTable<T>({ name, source, columns, rowId, open, empty }: Props<T>) {
  const { t } = useTranslation();
  const { rows } = source;
  if (source.error && !rows) return <ErrorNote error={source.error} retry={source.retry} />;
  if (rows?.length === 0)
    return <div className="hg-card">{typeof empty === "string" ? <Empty words={empty} /> : empty}</div>;
  return (
    <>
      {source.error ? <ErrorNote error={source.error} retry={source.retry} /> : null}
      <section className="hg-card hg-table-box" tabIndex={0} aria-label={name}>
        <table className="hg-table" aria-busy={!rows}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th
                  key={column.key}
                  scope="col"
                  className={column.right ? "hg-right" : ""}
                  data-lesser={column.lesser || undefined}
                >
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {!rows && <Loading columns={columns.length} />}
            {rows?.map((row) => (
              <tr
                key={rowId(row)}
                data-door={open ? true : undefined}
                tabIndex={open ? 0 : undefined}
                onClick={open ? () => open(row) : undefined}
                onKeyDown={open ? (event) => move(event, () => open(row)) : undefined}
              >
                {columns.map((column) => (
                  <td
                    key={column.key}
                    className={column.right ? "hg-right" : ""}
                    data-lesser={column.lesser || undefined}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
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
