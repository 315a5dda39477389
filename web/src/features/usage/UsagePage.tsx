import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { starts } from "@/lib/buckets";
import { MEASURES } from "./pivot";
import { UsageView, useChoice } from "./UsageView";

/** Everybody's usage. */
export function UsagePage() {
  const { t } = useTranslation();
  const [{ span, by, across }] = useChoice();
  const usage = useQuery({
    queryKey: ["/usage", "pivot", span, by, across],
    queryFn: () =>
      api("get", "/usage", {
        query: { by: [by, across].filter(Boolean).join(","), from: starts(span, Date.now())[0], limit: 10_000 },
      }),
  });
  return (
    <UsageView
      title={t("nav.usage")}
      dimensions={["day", "hour", "user", "key", "group", "account", "model"]}
      measures={MEASURES}
      rows={usage.data?.items}
      error={usage.error}
      retry={() => void usage.refetch()}
    />
  );
}
