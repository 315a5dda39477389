import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { ErrorNote } from "@/ui/Notes";
import { Time } from "@/ui/Value";

export function SessionsPart() {
  const { t } = useTranslation();
  const sessions = usePages("/sessions", {});
  const end = useChange((id: string) => api("delete", "/sessions/{id}", { id }), ["/sessions"]);
  const others = useChange(() => api("post", "/sessions/end-others"), ["/sessions"]);
  return (
    <Card title={t("accounts.sessions")}>
      <ErrorNote error={end.error ?? others.error} />
      <DataTable
        name={t("accounts.sessions")}
        id="sessions"
        source={sessions}
        rowId={(row) => row.id}
        empty={t("common.nothing-found")}
        columns={[
          {
            key: "agent",
            head: t("profile.browser"),
            cell: (row) => (
              <div className="hg-cut" style={{ maxWidth: 240 }} title={row.agent}>
                {row.agent}
              </div>
            ),
          },
          { key: "address", head: t("audit.address"), lesser: true, cell: (row) => row.address },
          { key: "seen", head: t("profile.seen"), lesser: true, cell: (row) => <Time iso={row.seen_at} /> },
          {
            key: "end",
            head: "",
            right: true,
            cell: (row) =>
              row.current ? (
                <span className="hg-quiet">{t("profile.here")}</span>
              ) : (
                <Button size="compact-xs" variant="default" onClick={() => end.mutate(row.id)}>
                  {t("shell.sign-out")}
                </Button>
              ),
          },
        ]}
      />
      <Button variant="default" mt="sm" loading={others.isPending} onClick={() => others.mutate(undefined)}>
        {t("profile.end-others")}
      </Button>
    </Card>
  );
}
