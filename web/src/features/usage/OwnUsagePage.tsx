import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { asked, useChoice } from "./choice";
import { UsageView } from "./UsageView";

/** One's own usage. */
export function OwnUsagePage() {
  const { t } = useTranslation();
  const [choice] = useChoice();
  const ask = asked(choice, Date.now());
  const usage = useQuery({
    queryKey: ["/me/usage", "pivot", ask.now],
    queryFn: () => api("get", "/me/usage", { query: ask.now }),
  });
  const earlier = useQuery({
    queryKey: ["/me/usage", "pivot", ask.before],
    queryFn: () => api("get", "/me/usage", { query: ask.before }),
    enabled: choice.compared && !choice.heat,
  });
  return (
    <UsageView
      title={t("nav.my-usage")}
      dimensions={["day", "hour", "key", "group", "model"]}
      measures={[
        "charged_nanos",
        "calls",
        "errors",
        "error_share",
        "tokens",
        "cache_share",
        "per_thousand_nanos",
        "list_cost_nanos",
      ]}
      rows={usage.data?.items}
      earlier={earlier.data?.items}
      from={ask.now.from}
      requests="/my/requests"
      error={usage.error ?? earlier.error}
      retry={() => void usage.refetch()}
    />
  );
}
