import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export const LEVELS = ["info", "warning", "critical"] as const;

const LOOKS = {
  info: { color: "var(--hg-cooling)", Icon: IconInfoCircle },
  warning: { color: "var(--hg-exhausted)", Icon: IconAlertTriangle },
  critical: { color: "var(--hg-attention)", Icon: IconAlertOctagon },
} as const;

/** How much something matters, by icon and word. */
export function Level({ level }: { level: string }) {
  const { t } = useTranslation();
  const look = LOOKS[level as keyof typeof LOOKS] ?? LOOKS.info;
  return (
    <span style={{ color: look.color, display: "inline-flex", gap: 5, alignItems: "center", whiteSpace: "nowrap" }}>
      <look.Icon size={15} aria-hidden />
      {t(`level.${level}`)}
    </span>
  );
}

Level.plain = ({ level }: { level: string }) => level;
