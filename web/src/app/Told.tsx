import { ActionIcon, Button, Group, Indicator } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";

const Markdown = lazy(() => import("@/ui/Markdown").then((module) => ({ default: module.Markdown })));

const ALL = "/my/announcements";
const EVERY_MILLIS = 60_000;
const COLORS: Record<string, string> = {
  info: "var(--hg-cooling)",
  warning: "var(--hg-exhausted)",
  critical: "var(--hg-attention)",
};
const WEIGHT = ["critical", "warning", "info"];

function useTold() {
  return usePages("/me/announcements", {}, EVERY_MILLIS).rows ?? [];
}

/** The way to all that one is told; left out while that is nothing. */
export function Bell() {
  const { t } = useTranslation();
  const told = useTold();
  if (told.length === 0) return null;
  return (
    <Indicator disabled={told.every((one) => one.read)} size={8} offset={5} color="red">
      <ActionIcon component={Link} to={ALL} variant="subtle" color="gray" aria-label={t("nav.announcements")}>
        <IconBell size={17} />
      </ActionIcon>
    </Indicator>
  );
}

/** What one is told and hasn't read, the most urgent first, one at a time. */
export function Told() {
  const { t } = useTranslation();
  const pathname = useLocation({ select: (location) => location.pathname });
  const unread = useTold().filter((one) => !one.read);
  const read = useChange((id: string) => api("post", "/me/announcements/{id}/read", { id }), ["/me/announcements"]);
  const first = [...unread].sort((one, other) => WEIGHT.indexOf(one.level) - WEIGHT.indexOf(other.level))[0];
  if (!first || pathname === ALL) return null;
  const color = COLORS[first.level] ?? COLORS.info;
  return (
    <div
      className="hg-card"
      role="status"
      style={{ padding: "10px 16px", marginBottom: 16, borderLeft: `4px solid ${color}` }}
    >
      <b style={{ color }}>{first.title}</b>
      <div style={{ maxHeight: 160, overflowY: "auto" }}>
        <Suspense fallback={first.text}>
          <Markdown text={first.text} />
        </Suspense>
      </div>
      <Group gap="sm" mt={4}>
        <Button size="compact-xs" variant="default" loading={read.isPending} onClick={() => read.mutate(first.id)}>
          {t("announcements.read")}
        </Button>
        {unread.length > 1 && <Link to={ALL}>{t("announcements.more", { count: unread.length - 1 })}</Link>}
      </Group>
    </div>
  );
}
