import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns, IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { download } from "@/lib/download";
import { csv } from "@/lib/format";
import type { Column } from "./DataTable";
import { plainText } from "./plain";

const NONE: string[] = [];

/** The columns of a table that the reader has put away; kept in the browser. */
export function useHiddenColumns(id: string | undefined): readonly [ReadonlySet<string>, (keys: string[]) => void] {
  const [keys, setKeys] = useLocalStorage<string[]>({
    key: `headgate.columns.${id ?? "-"}`,
    defaultValue: NONE,
    getInitialValueInEffect: false,
  });
  const hidden = useMemo(() => new Set(id ? keys : NONE), [id, keys]);
  return [hidden, setKeys];
}

/** The rows and columns that are shown, as CSV. */
export function tableCsv<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const named = columns.filter((column) => column.head);
  return csv([
    named.map((column) => column.head),
    ...rows.map((row) => named.map((column) => plainText(column.cell(row)))),
  ]);
}

interface Props<T> {
  id: string;
  name: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
}

/** Which columns a table shows; the first one and those without a name stay. And what it shows, as a file. */
export function ColumnMenu<T>({ id, name, columns, rows }: Props<T>) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useHiddenColumns(id);
  const choice = columns.slice(1).filter((column) => column.head);
  const save = () => {
    const shown = columns.filter((column) => !hidden.has(column.key));
    download(`${name}.csv`, tableCsv(shown, rows), "text/csv");
  };
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t("table.columns")}>
          <IconColumns size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choice.map((column) => (
          <Menu.Item
            key={column.key}
            component="div"
            role="menuitemcheckbox"
            aria-checked={!hidden.has(column.key)}
            onClick={() => {
              const next = new Set(hidden);
              if (!next.delete(column.key)) next.add(column.key);
              setHidden([...next]);
            }}
          >
            <Checkbox
              size="xs"
              label={column.head}
              checked={!hidden.has(column.key)}
              readOnly
              tabIndex={-1}
              style={{ pointerEvents: "none" }}
            />
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item closeMenuOnClick leftSection={<IconDownload size={14} />} onClick={save}>
          {t("table.save", { count: rows.length })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
