import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";

/** What a rule says now, subject by subject. */
export function Said({ said }: { said: Schemas["AlertTry"] }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Text size="sm" fw={600} mb={4}>
        {t(said.breaches ? "alerts.would-fire" : "alerts.would-rest")}
      </Text>
      {said.values.map((value) => (
        <div
          key={value.subject}
          style={{
            display: "flex",
            gap: 6,
            alignItems: "center",
            fontSize: 13,
            color: value.breaches ? "var(--hg-attention)" : undefined,
          }}
        >
          {value.breaches ? <IconAlertTriangle size={14} aria-hidden /> : <IconCircleCheck size={14} aria-hidden />}
          <span>{value.words}</span>
        </div>
      ))}
      {said.values.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("alerts.no-values")}
        </Text>
      )}
    </div>
  );
}
