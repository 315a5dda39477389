import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { Level } from "@/ui/Level";
import { Markdown } from "@/ui/Markdown";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Time } from "@/ui/Value";

/** What one is told now, read or not. */
export function OwnAnnouncementsPage() {
  const { t } = useTranslation();
  const told = usePages("/me/announcements", {});
  const read = useChange((id: string) => api("post", "/me/announcements/{id}/read", { id }), ["/me/announcements"]);
  const readAll = useChange(() => api("post", "/me/announcements/read", {}), ["/me/announcements"]);
  const unread = told.rows?.filter((one) => !one.read).length ?? 0;
  return (
    <Page
      title={t("nav.announcements")}
      actions={
        unread > 1 && (
          <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
            {t("announcements.read-all")}
          </Button>
        )
      }
    >
      <ErrorNote error={told.error ?? read.error ?? readAll.error} retry={told.retry} />
      {!told.rows && !told.error && <Skeleton height={120} maw={760} />}
      {told.rows?.length === 0 && <Empty words={t("announcements.none")} />}
      <Stack gap="md" maw={760}>
        {told.rows?.map((one) => (
          <article key={one.id} className="hg-card" style={{ padding: 16 }} aria-label={one.title}>
            <Group justify="space-between" gap="sm">
              <h2 style={{ margin: 0, fontSize: 14, fontWeight: one.read ? 500 : 700 }}>{one.title}</h2>
              <Group gap="sm">
                <Level level={one.level} />
                <Text size="xs" c="dimmed" span>
                  <Time iso={one.from} />
                </Text>
              </Group>
            </Group>
            <Markdown text={one.text} />
            {!one.read && (
              <Button size="compact-xs" variant="default" onClick={() => read.mutate(one.id)}>
                {t("announcements.read")}
              </Button>
            )}
          </article>
        ))}
      </Stack>
    </Page>
  );
}
