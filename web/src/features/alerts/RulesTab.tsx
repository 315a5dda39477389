import { Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { Level } from "@/ui/Level";
import { ErrorNote } from "@/ui/Notes";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { RuleDialog } from "./RuleDialog";
import { Said } from "./Said";
import { span, worth } from "./units";

type Rule = Schemas["AlertRuleView"];

function Targets({ rule }: { rule: Rule }) {
  const { t } = useTranslation();
  const mail = rule.mail ? rule.mail_to.join(", ") || t("alerts.to-operators") : "";
  return [mail, rule.webhooks ? t("nav.webhooks") : ""].filter(Boolean).join(" · ") || t("alerts.to-nobody");
}

/** The rules, and what each would say now. */
export function RulesTab({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const rules = usePages("/alert-rules", { limit: 200 });
  const metrics = usePages("/alert-rules/metrics", {});
  const [editing, setEditing] = useState<Rule | null>(null);
  const [removing, setRemoving] = useState<Rule | null>(null);
  const enable = useChange(
    ({ id, enabled }: { id: string; enabled: boolean }) => api("patch", "/alert-rules/{id}", { id, body: { enabled } }),
    ["/alert-rules", "/alerts", "/alerts/firing"],
  );
  const remove = useChange(
    (id: string) => api("delete", "/alert-rules/{id}", { id }),
    ["/alert-rules", "/alerts", "/alerts/firing"],
    () => setRemoving(null),
  );
  const tried = useChange((id: string) => api("post", "/alert-rules/{id}/try", { id }), []);
  const metricOf = (rule: Rule) => metrics.rows?.find((one) => one.metric === rule.metric);
  return (
    <>
      <ErrorNote error={enable.error ?? tried.error} />
      <DataTable
        name={t("alerts.rules")}
        id="alert-rules"
        source={rules}
        rowId={(row) => row.id}
        open={mayWrite ? setEditing : undefined}
        empty={t("alerts.no-rules")}
        columns={[
          { key: "name", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b> },
          { key: "severity", head: t("alerts.severity"), cell: (row) => <Level level={row.severity} /> },
          {
            key: "threshold",
            head: t("alerts.threshold"),
            right: true,
            lesser: true,
            cell: (row) => worth(row.threshold, metricOf(row)),
          },
          {
            key: "hold",
            head: t("alerts.hold"),
            right: true,
            lesser: true,
            cell: (row) => (row.hold_seconds ? span(row.hold_seconds) : t("alerts.at-once")),
          },
          {
            key: "cool",
            head: t("alerts.cool-down"),
            right: true,
            lesser: true,
            cell: (row) => span(row.cool_down_seconds),
          },
          { key: "targets", head: t("alerts.targets"), lesser: true, cell: (row) => <Targets rule={row} /> },
          {
            key: "state",
            head: t("common.state"),
            lesser: true,
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) => (
              <RowMenu
                name={row.name}
                actions={[
                  { label: t("alerts.try"), act: () => tried.mutate(row.id) },
                  ...(mayWrite
                    ? [
                        { label: t("common.edit"), act: () => setEditing(row) },
                        {
                          label: t(row.enabled ? "common.disable" : "common.enable"),
                          act: () => enable.mutate({ id: row.id, enabled: !row.enabled }),
                        },
                        { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
                      ]
                    : []),
                ]}
              />
            ),
          },
        ]}
      />
      {editing && <RuleDialog rule={editing} close={() => setEditing(null)} />}
      {tried.data && (
        <Modal
          opened
          onClose={tried.reset}
          title={t("alerts.try-title")}
          size="lg"
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Stack gap="xs">
            <Text size="sm" c="dimmed">
              {t("alerts.try-words")}
            </Text>
            <Said said={tried.data} />
          </Stack>
        </Modal>
      )}
      {removing && (
        <ConfirmName
          name={removing.name}
          title={t("common.remove")}
          words={t("alerts.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </>
  );
}
