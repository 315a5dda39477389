import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { asked, useChoice } from "./choice";
import { MEASURES } from "./pivot";
import { UsageView } from "./UsageView";

/** Everybody's usage. */
export function UsagePage() {
  const { t } = useTranslation();
  const [choice] = useChoice();
  const ask = asked(choice, Date.now());
  const usage = useQuery({
    queryKey: ["/usage", "pivot", ask.now],
    queryFn: () => api("get", "/usage", { query: ask.now }),
  });
  const earlier = useQuery({
    queryKey: ["/usage", "pivot", ask.before],
    queryFn: () => api("get", "/usage", { query: ask.before }),
    enabled: choice.compared && !choice.heat,
  });
  return (
    <UsageView
      title={t("nav.usage")}
      dimensions={["day", "hour", "user", "key", "group", "account", "model"]}
      measures={MEASURES}
      rows={usage.data?.items}
      earlier={earlier.data?.items}
      from={ask.now.from}
      requests="/requests"
      error={usage.error ?? earlier.error}
      retry={() => void usage.refetch()}
    />
  );
}
