import { Button, Group, Stack } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pageAddress } from "@/lib/address";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useFilters } from "@/lib/filters";
import { Card } from "@/ui/Card";
import { ExternalRefusal } from "@/ui/ExternalRefusal";
import { ErrorNote } from "@/ui/Notes";
import { Time } from "@/ui/Value";

/** Oneself at other sites, by which one may sign in. Left out where there is no such site. */
export function LinksPart() {
  const { t } = useTranslation();
  const [{ error: refused }] = useFilters();
  const offered = useQuery({ queryKey: ["/sign-in/options"], queryFn: () => api("get", "/sign-in/options") }).data;
  const links = useQuery({ queryKey: ["/profile/links"], queryFn: () => api("get", "/profile/links") });
  const unlink = useChange((id: string) => api("delete", "/profile/links/{id}", { id }), ["/profile/links"]);
  const link = useMutation({
    mutationFn: (provider: string) =>
      api("post", "/sign-in/providers/{provider}/link", { id: provider, body: { return_to: pageAddress() } }),
    onSuccess: (started) => window.location.assign(started.url),
  });
  const ways = offered?.providers ?? [];
  if (!refused && ways.length === 0 && (links.data?.items.length ?? 0) === 0) return null;
  return (
    <Card title={t("profile.links")}>
      <Stack gap="sm">
        {refused && <ExternalRefusal word={refused} />}
        <ErrorNote error={links.error ?? unlink.error ?? link.error} />
        {links.data?.items.map((one) => (
          <Group key={one.id} justify="space-between" gap="sm" style={{ fontSize: 13 }}>
            <span>
              <b style={{ fontWeight: 500 }}>{one.label}</b> <span className="hg-quiet">{one.issuer}</span>
            </span>
            <Group gap="sm">
              <span className="hg-quiet">
                {t("keys.used")} <Time iso={one.used_at} />
              </span>
              <Button size="compact-xs" variant="default" onClick={() => unlink.mutate(one.id)}>
                {t("profile.unlink")}
              </Button>
            </Group>
          </Group>
        ))}
        <Group gap="xs">
          {ways.map((way) => (
            <Button key={way.id} variant="default" loading={link.isPending} onClick={() => link.mutate(way.id)}>
              {t("profile.link", { site: way.label })}
            </Button>
          ))}
        </Group>
      </Stack>
    </Card>
  );
}
