import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { taken } from "@/ui/fields";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { bodyOf, useRuleFields } from "./ruleFields";
import { Said } from "./Said";

type Rule = Schemas["AlertRuleView"];

/** A rule is made or changed; what it would say can be seen before it is stored. */
export function RuleDialog({ rule, close }: { rule: Rule | null; close: () => void }) {
  const { t } = useTranslation();
  const metrics = usePages("/alert-rules/metrics", {}).rows;
  const [typed, setTyped] = useState<Values>({});
  const fields = useRuleFields(rule, metrics ?? [], typed);
  const save = useChange(
    (values: Values) => {
      const { metric, ...body } = bodyOf(values);
      return rule
        ? api("patch", "/alert-rules/{id}", { id: rule.id, body })
        : api("post", "/alert-rules", { body: { ...body, metric } });
    },
    ["/alert-rules", "/alerts/firing"],
    close,
  );
  const preview = useChange((values: Values) => {
    const read = fields.map((field) => [field.name, taken(field, values[field.name] ?? field.start ?? null)]);
    const body = { metric: rule?.metric, ...Object.fromEntries(read) } as Values;
    return api("post", "/alert-rules/try", { body: bodyOf({ ...body, name: body.name || t("alerts.rule") }) });
  }, []);
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={rule ? rule.name : t("alerts.make-rule")}
      closeOnClickOutside={Object.keys(typed).length === 0}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {metrics && (
        <QuickForm
          action={t(rule ? "common.save" : "alerts.make-rule")}
          busy={save.isPending}
          error={save.error}
          submit={save.mutate}
          onTyped={(values) => {
            setTyped({ ...values });
            preview.reset();
          }}
          fields={fields}
        >
          <Button
            variant="default"
            loading={preview.isPending}
            onClick={() => preview.mutate(typed)}
            style={{ alignSelf: "flex-start" }}
          >
            {t("alerts.try")}
          </Button>
          <ErrorNote error={preview.error} />
          {preview.data && <Said said={preview.data} />}
        </QuickForm>
      )}
    </Modal>
  );
}
