import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import type { Marker } from "@/ui/Chart";
import { State, stateColor } from "@/ui/State";
import { Time } from "@/ui/Value";
import type { Moment } from "./course";

export type PastState = Schemas["PastStateView"];

/** The moment of a chart, by its place, at which a state began; none for those that began before it. */
export function placeOf(state: PastState, moments: readonly Moment[]): number | null {
  const at = Date.parse(state.from);
  const [first, second] = moments;
  if (!first || !second || at < first.at) return null;
  const place = Math.round((at - first.at) / (second.at - first.at));
  return place < moments.length ? place : null;
}

/** States as marks of a window's chart: those of the whole account, and of the model that the window counts. */
export function marksOf(
  states: readonly PastState[],
  model: string | null | undefined,
  moments: readonly Moment[],
  labels: readonly string[],
  word: (state: string) => string,
): Marker[] {
  return states
    .filter((one) => !one.model || one.model === model)
    .flatMap((one) => {
      const place = placeOf(one, moments);
      const label = place === null ? undefined : labels[place];
      return label === undefined
        ? []
        : [
            {
              id: `${one.state}${one.model ?? ""}${one.from}`,
              label,
              words: `${word(one.state)} · ${one.reason}`,
              color: stateColor(one.state),
            },
          ];
    });
}

/** When an account took no calls, and why. */
export function PastStates({ states }: { states: readonly PastState[] }) {
  const { t } = useTranslation();
  if (states.length === 0) return null;
  return (
    <section aria-label={t("past.title")} style={{ maxHeight: 260, overflow: "auto" }} tabIndex={0}>
      <Text fw={600} size="sm" component="h2" my={6}>
        {t("past.title")}
      </Text>
      <table className="hg-table">
        <thead>
          <tr>
            <th scope="col">{t("past.state")}</th>
            <th scope="col">{t("past.from")}</th>
            <th scope="col">{t("past.until")}</th>
            <th scope="col">{t("past.reason")}</th>
          </tr>
        </thead>
        <tbody>
          {states.map((one) => (
            <tr key={`${one.state}${one.model ?? ""}${one.from}`}>
              <td>
                <State state={one.state} />
              </td>
              <td>
                <Time iso={one.from} />
              </td>
              <td>{one.until ? <Time iso={one.until} /> : t("past.lasts")}</td>
              <td>
                {one.model && <b>{one.model} </b>}
                {one.reason}
                {one.times > 1 && <span className="hg-quiet"> {t("past.times", { count: one.times })}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
