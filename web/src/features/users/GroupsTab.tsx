import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm } from "@/ui/QuickForm";
import type { User } from "./columns";

/** In which groups a user may make keys beside those open to all: given by hand here, or by a site's word. */
export function GroupsTab({ user, mayWrite }: { user: User; mayWrite: boolean }) {
  const { t } = useTranslation();
  const given = useQuery({
    queryKey: ["/users", "groups", user.id],
    queryFn: () => api("get", "/users/{id}/groups", { id: user.id }),
  });
  const groups = useQuery({ queryKey: ["/groups", "choice"], queryFn: () => api("get", "/groups") });
  const save = useChange(
    (ids: string[]) => api("post", "/users/{id}/groups", { id: user.id, body: { group_ids: ids } }),
    ["/users"],
  );
  if (!given.data || !groups.data) {
    const error = given.error ?? groups.error;
    return error ? <ErrorNote error={error} retry={() => void given.refetch()} /> : <Skeleton height={120} />;
  }
  const byHand = given.data.items.filter((one) => one.given_by === "");
  const bySites = given.data.items.filter((one) => one.given_by !== "");
  return (
    <Stack gap="md">
      <Text size="sm" className="hg-quiet">
        {t("users.groups-words")}
      </Text>
      {bySites.length > 0 && (
        <Facts rows={bySites.map((one) => [one.group, t("users.groups-by", { site: one.given_by })] as const)} />
      )}
      {mayWrite ? (
        <QuickForm
          action={t(save.isSuccess ? "common.saved" : "common.save")}
          busy={save.isPending}
          error={save.error}
          submit={(values) => save.mutate((values.groups as string[] | null) ?? [])}
          fields={[
            {
              name: "groups",
              label: t("users.groups-by-hand"),
              kind: "choices",
              start: byHand.map((one) => one.group_id),
              options: groups.data.items.map((group) => ({ value: group.id, label: group.name })),
            },
          ]}
        />
      ) : (
        <Facts rows={byHand.map((one) => [one.group, t("users.groups-by-hand")] as const)} />
      )}
    </Stack>
  );
}
