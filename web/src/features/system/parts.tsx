import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";

/** Whether something is well, by icon, colour and word. */
export function Healthy({ good, words }: { good: boolean; words: string }) {
  const Icon = good ? IconCircleCheck : IconAlertTriangle;
  return (
    <span
      style={{
        color: good ? "var(--hg-ok)" : "var(--hg-attention)",
        display: "inline-flex",
        gap: 5,
        alignItems: "center",
      }}
    >
      <Icon size={15} aria-hidden />
      {words}
    </span>
  );
}
