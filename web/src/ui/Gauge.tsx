import { countdown, share } from "@/lib/format";

/** How full a source's quota window is, with the time until it is refilled. */
export function Gauge({
  name,
  label = name,
  ppm,
  resetsAt,
}: {
  name: string;
  /** For those who hear it, where no name stands beside it. */
  label?: string;
  ppm: number;
  resetsAt?: string | null;
}) {
  const percent = Math.min(100, ppm / 10_000);
  const color = percent >= 95 ? "var(--hg-attention)" : percent >= 75 ? "var(--hg-exhausted)" : "var(--hg-busy)";
  const left = resetsAt ? Date.parse(resetsAt) - Date.now() : 0;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 6, fontSize: 12, whiteSpace: "nowrap" }}>
      {name && <span className="hg-quiet">{name}</span>}
      <span
        role="meter"
        aria-label={label}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        style={{ width: 64, height: 6, borderRadius: 3, background: "var(--hg-line)", overflow: "hidden" }}
      >
        <span style={{ display: "block", height: 6, width: `${percent}%`, background: color }} />
      </span>
      <span>{share(ppm)}</span>
      {left > 0 && <span className="hg-quiet">{countdown(left)}</span>}
    </span>
  );
}

Gauge.plain = ({ name, ppm }: { name: string; ppm: number }) => `${name} ${share(ppm)}`;

/** Calls in flight of the calls allowed at once. */
export function Slots({ used, of }: { used: number; of: number }) {
  const shown = Math.min(of, 10);
  const lit = of > shown ? Math.round((used / of) * shown) : used;
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
      <span aria-hidden style={{ display: "inline-flex", gap: 2 }}>
        {Array.from({ length: shown }, (_, place) => (
          <span
            key={`slot-${place.toString()}`}
            style={{
              width: 5,
              height: 12,
              borderRadius: 1,
              background: place < lit ? "var(--hg-busy)" : "var(--hg-line)",
            }}
          />
        ))}
      </span>
      <span>
        {used}/{of}
      </span>
    </span>
  );
}

Slots.plain = ({ used, of }: { used: number; of: number }) => `${used}/${of}`;
