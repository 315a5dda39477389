import { IconAlertTriangle, IconCircleCheck, IconClock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { Time } from "@/ui/Value";

const LOOKS = {
  waiting: { color: "var(--hg-cooling)", Icon: IconClock },
  delivered: { color: "var(--hg-ok)", Icon: IconCircleCheck },
  dead: { color: "var(--hg-attention)", Icon: IconAlertTriangle },
} as const;

/** How a delivery stands; one that waits says when it is tried next. */
export function DeliveryState({ delivery }: { delivery: Schemas["DeliveryView"] }) {
  const { t } = useTranslation();
  const look = LOOKS[delivery.state as keyof typeof LOOKS] ?? LOOKS.waiting;
  return (
    <span style={{ color: look.color, display: "inline-flex", gap: 5, alignItems: "center" }}>
      <look.Icon size={15} aria-hidden />
      {t(`delivery.${delivery.state}`)}
      {delivery.state === "waiting" && delivery.next_try_at && <Time iso={delivery.next_try_at} />}
    </span>
  );
}
