import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { share } from "@/lib/format";
import { type Choice, formats, periodMillis } from "./choice";
import { behind, leads } from "./doors";
import { change, earlierId, type Line, measured, type Pivot, type Sums, shownName } from "./pivot";

/** More cells than these are shown as plain numbers; their rows and columns still are doors. */
const DOORS_MAX = 600;

interface Props {
  table: Pivot;
  /** The same for the period before, where it is compared. */
  earlier: Pivot | undefined;
  choice: Choice;
  from: string;
  requests: string;
}

/** By how much it has changed, with its direction. */
function Change({ was, is }: { was: number; is: number }) {
  const { t } = useTranslation();
  const ppm = change(was, is);
  if (ppm === null) return <span className="hg-quiet">{is === 0 ? "–" : t("usage.new")}</span>;
  return (
    <>
      {ppm > 0 ? "▲ +" : ppm < 0 ? "▼ −" : ""}
      {share(Math.abs(ppm))}
    </>
  );
}

export function SumsTable({ table, earlier, choice, from, requests }: Props) {
  const { t } = useTranslation();
  const { exact } = formats(choice.measure);
  const columns: readonly Line[] = choice.across ? table.columns : [];
  const doors = table.rows.length * (columns.length + 1) <= DOORS_MAX;
  const worth = (sums: Sums) => measured(sums, choice.measure);
  const door = (shown: ReactNode, row?: string, column?: string) => {
    const known =
      leads(requests, row === undefined ? undefined : choice.by) &&
      leads(requests, column === undefined ? undefined : choice.across);
    if (!known) return shown;
    return (
      <Link to={requests} search={behind(choice, from, row, column) as never} className="hg-number">
        {shown}
      </Link>
    );
  };
  const compared = (was: Sums, is: Sums) =>
    earlier && (
      <>
        <td className="hg-right hg-quiet">{exact(worth(was))}</td>
        <td className="hg-right">
          <Change was={worth(was)} is={worth(is)} />
        </td>
      </>
    );
  return (
    <section className="hg-card hg-table-box" tabIndex={0} aria-label={t("nav.usage")}>
      <table className="hg-table">
        <thead>
          <tr>
            <th scope="col">{t(`dimension.${choice.by}`)}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className="hg-right">
                {shownName(column.name)}
              </th>
            ))}
            <th scope="col" className="hg-right">
              {t(`measure.${choice.measure}`)}
            </th>
            {earlier && (
              <>
                <th scope="col" className="hg-right">
                  {t(`usage.before-${choice.span}`)}
                </th>
                <th scope="col" className="hg-right">
                  {t("usage.change")}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.id}>
              <td>{door(shownName(row.name), row.id)}</td>
              {columns.map((column) => {
                const shown = exact(worth(table.cell(row.id, column.id)));
                return (
                  <td key={column.id} className="hg-right">
                    {doors ? door(shown, row.id, column.id) : shown}
                  </td>
                );
              })}
              <td className="hg-right">{door(exact(worth(table.row(row.id))), row.id)}</td>
              {earlier &&
                compared(earlier.row(earlierId(row.id, choice.by, periodMillis(choice.span))), table.row(row.id))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t("usage.sum")}</th>
            {columns.map((column) => (
              <td key={column.id} className="hg-right">
                <b>{door(exact(worth(table.column(column.id))), undefined, column.id)}</b>
              </td>
            ))}
            <td className="hg-right">
              <b>{door(exact(worth(table.all)))}</b>
            </td>
            {earlier && compared(earlier.all, table.all)}
          </tr>
        </tbody>
      </table>
    </section>
  );
}
