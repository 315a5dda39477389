import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  Area,
  Bar,
  CartesianGrid,
  ComposedChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";

export interface Series {
  key: string;
  label: string;
  color: string;
  /** What isn't so yet: a dashed line without a surface. */
  dashed?: boolean;
}

export interface Point {
  label: string;
  /** Null: nothing is known, which is not nothing. */
  values: Readonly<Record<string, number | null>>;
}

/** Something that happened at a point. */
export interface Marker {
  id: string;
  /** The label of its point. */
  label: string;
  words: string;
  color: string;
}

interface Props {
  title: string;
  points: readonly Point[];
  series: readonly Series[];
  format: (value: number) => string;
  bars?: boolean;
  /** Lines of their own, each value standing until the next, up to this value at least; else surfaces on top of each other. */
  levels?: number;
  /** Whether series stand on one another, as those do that add up. */
  stacked?: boolean;
  markers?: readonly Marker[];
  height?: number;
}

/** What a series doesn't name counts nothing, in a sum; what is null isn't known. */
function shown(value: number | null | undefined, format: Props["format"]): string {
  return value === null ? "–" : format(value ?? 0);
}

function ChartTable({ points, series, format, title, markers = [] }: Props) {
  const { t } = useTranslation();
  const happened = (label: string) =>
    markers
      .filter((one) => one.label === label)
      .map((one) => one.words)
      .join("; ");
  return (
    <section style={{ maxHeight: 240, overflow: "auto" }} tabIndex={0} aria-label={title}>
      <table className="hg-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            {series.map((one) => (
              <th key={one.key} scope="col" className="hg-right">
                {one.label}
              </th>
            ))}
            {markers.length > 0 && <th scope="col">{t("chart.happened")}</th>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.label}>
              <td>{point.label}</td>
              {series.map((one) => (
                <td key={one.key} className="hg-right">
                  {shown(point.values[one.key], format)}
                </td>
              ))}
              {markers.length > 0 && <td>{happened(point.label)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Picture({ points, series, format, bars, levels, stacked = true, markers = [], height = 220 }: Props) {
  const data = points.map((point) => ({ label: point.label, ...point.values }));
  const axis = { stroke: "var(--hg-quiet)", fontSize: 11, tickLine: false } as const;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={data} maxBarSize={48} margin={{ top: 8, right: 8, left: 0, bottom: 0 }}>
        <CartesianGrid stroke="var(--hg-line)" vertical={false} />
        <XAxis dataKey="label" {...axis} minTickGap={40} />
        <YAxis
          {...axis}
          axisLine={false}
          tickFormatter={format}
          width={66}
          domain={levels === undefined ? undefined : [0, (highest: number) => Math.max(levels, highest)]}
        />
        <Tooltip
          isAnimationActive={false}
          formatter={(value) => format(Number(value))}
          contentStyle={{
            background: "var(--hg-surface)",
            border: "1px solid var(--hg-line)",
            borderRadius: 6,
            fontSize: 12,
          }}
        />
        {markers.map((one) => (
          <ReferenceLine key={one.id} x={one.label} stroke={one.color} strokeDasharray="3 3" />
        ))}
        {series.map((one) =>
          bars ? (
            <Bar
              key={one.key}
              dataKey={one.key}
              name={one.label}
              stackId={stacked ? "all" : one.key}
              fill={one.color}
              isAnimationActive={false}
            />
          ) : (
            <Area
              key={one.key}
              dataKey={one.key}
              name={one.label}
              stackId={levels === undefined && stacked ? "all" : undefined}
              stroke={one.color}
              strokeDasharray={one.dashed ? "4 3" : undefined}
              fill={one.dashed ? "none" : one.color}
              fillOpacity={levels === undefined ? 0.55 : 0.25}
              type={levels === undefined ? "monotone" : one.dashed ? "linear" : "stepAfter"}
              isAnimationActive={false}
            />
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

const MARKERS_MAX = 6;

/** What the lines in the picture stand for, in words: the newest. */
function Markers({ markers }: { markers: readonly Marker[] }) {
  if (markers.length === 0) return null;
  return (
    <ul style={{ listStyle: "none", margin: "6px 0 0", padding: 0, fontSize: 12 }}>
      {markers.slice(0, MARKERS_MAX).map((one) => (
        <li key={one.id} className="hg-cut">
          <span aria-hidden style={{ borderLeft: `2px dashed ${one.color}`, marginRight: 8 }} />
          <span className="hg-quiet">{one.label}</span> {one.words}
        </li>
      ))}
    </ul>
  );
}

/** A chart with its legend and its table, one click apart. */
export function Chart(props: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState("chart");
  return (
    <section className="hg-card" style={{ padding: 12 }}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 12, flexWrap: "wrap", marginBottom: 8 }}>
        <h2 style={{ margin: 0, fontSize: 14, fontWeight: 600 }}>{props.title}</h2>
        <SegmentedControl
          size="xs"
          aria-label={props.title}
          value={view}
          onChange={setView}
          data={[
            { value: "chart", label: t("chart.chart") },
            { value: "table", label: t("chart.table") },
          ]}
        />
      </div>
      <div style={{ display: "flex", gap: 12, flexWrap: "wrap", fontSize: 12 }}>
        {props.series.map((one) => (
          <span key={one.key} className="hg-quiet">
            <span
              aria-hidden
              style={{
                display: "inline-block",
                width: 8,
                height: 8,
                borderRadius: 2,
                background: one.color,
                marginRight: 5,
              }}
            />
            {one.label}
          </span>
        ))}
      </div>
      {view === "chart" ? <Picture {...props} /> : <ChartTable {...props} />}
      {props.markers && <Markers markers={props.markers} />}
    </section>
  );
}
