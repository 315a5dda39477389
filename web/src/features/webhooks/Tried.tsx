import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";

/** One try in short: status and time. */
export function Tried({ tried }: { tried: Schemas["TriedView"] | null | undefined }) {
  const { t } = useTranslation();
  if (!tried) return <span className="hg-quiet">–</span>;
  return (
    <span style={{ color: tried.good ? "var(--hg-ok)" : "var(--hg-attention)" }} title={tried.answer}>
      {tried.status || t("webhooks.no-answer")} · {tried.millis} ms
    </span>
  );
}
