import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { starts } from "@/lib/buckets";
import { UsageView, useChoice } from "./UsageView";

/** One's own usage. */
export function OwnUsagePage() {
  const { t } = useTranslation();
  const [{ span, by, across }] = useChoice();
  const usage = useQuery({
    queryKey: ["/me/usage", "pivot", span, by, across],
    queryFn: () =>
      api("get", "/me/usage", {
        query: { by: [by, across].filter(Boolean).join(","), from: starts(span, Date.now())[0], limit: 10_000 },
      }),
  });
  return (
    <UsageView
      title={t("nav.my-usage")}
      dimensions={["day", "hour", "key", "group", "model"]}
      measures={["charged_nanos", "calls", "errors", "tokens", "list_cost_nanos"]}
      rows={usage.data?.items}
      error={usage.error}
      retry={() => void usage.refetch()}
    />
  );
}
