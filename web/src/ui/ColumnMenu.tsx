import { ActionIcon, Checkbox, Menu } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Column } from "./DataTable";

/** The columns of a table that the reader has put away; kept in the browser. */
export function useHiddenColumns(id: string | undefined): readonly [ReadonlySet<string>, (keys: string[]) => void] {
  const [keys, setKeys] = useLocalStorage<string[]>({
    key: `headgate.columns.${id ?? "-"}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  return [new Set(id ? keys : []), setKeys];
}

/** Which columns a table shows; the first one and those without a name stay. */
export function ColumnMenu<T>({ id, columns }: { id: string; columns: readonly Column<T>[] }) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useHiddenColumns(id);
  const choice = columns.slice(1).filter((column) => column.head);
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
      </Menu.Dropdown>
    </Menu>
  );
}
