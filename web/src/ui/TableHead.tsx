import { useTranslation } from "react-i18next";
import { ColumnMenu } from "./ColumnMenu";
import type { Column, Selection } from "./DataTable";

/** The last column, where it has no name: the menu of columns stands in its head. */
export function nameless<T>(columns: readonly Column<T>[]): Column<T> | undefined {
  const last = columns.at(-1);
  return last?.head === "" ? last : undefined;
}

interface Props<T> {
  id: string | undefined;
  name: string;
  all: readonly Column<T>[];
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  selection: Selection | undefined;
}

/** Names of columns, the box that selects all rows, and the menu of columns. */
export function TableHead<T>({ id, name, all, columns, rows, rowId, selection }: Props<T>) {
  const { t } = useTranslation();
  const every = rows.length > 0 && selection !== undefined && rows.every((row) => selection.ids.has(rowId(row)));
  const menu = id && <ColumnMenu id={id} name={name} columns={all} rows={rows} />;
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className="hg-check">
            <input
              type="checkbox"
              aria-label={t("table.select-all")}
              checked={every}
              ref={(box) => {
                if (box) box.indeterminate = !every && selection.ids.size > 0;
              }}
              onChange={() => selection.set(new Set(every ? [] : rows.map(rowId)))}
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
            {nameless(columns) === column && menu}
          </th>
        ))}
        {id && !nameless(columns) && (
          <th scope="col" className="hg-menu" data-lesser>
            {menu}
          </th>
        )}
      </tr>
    </thead>
  );
}
