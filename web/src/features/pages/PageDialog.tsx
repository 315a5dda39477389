import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { PAGE_ICONS } from "@/ui/pageIcons";
import { FormDialog, type Values } from "@/ui/QuickForm";

const ROLES = ["user", "auditor", "finance", "operator", "admin", "owner"];

/** A page is added to the menu, or changed. */
export function PageDialog({ entry, close }: { entry: Schemas["PageView"] | null; close: () => void }) {
  const { t } = useTranslation();
  const icons = Object.keys(PAGE_ICONS);
  const save = useChange(
    (values: Values) => {
      const { zh: _, ...others } = entry?.labels ?? {};
      const body = {
        label: String(values.label ?? ""),
        labels: values.zh ? { ...others, zh: String(values.zh) } : others,
        icon: String(values.icon ?? ""),
        url: String(values.url ?? ""),
        roles: values.roles as string[],
        new_tab: values.new_tab === true,
        pass_nothing: values.pass_nothing === true,
        enabled: values.enabled === true,
      };
      return entry ? api("patch", "/pages/{id}", { id: entry.id, body }) : api("post", "/pages", { body });
    },
    ["/pages", "/me/pages"],
    close,
  );
  return (
    <FormDialog
      title={entry ? entry.label : t("pages.add")}
      size="lg"
      close={close}
      action={t(entry ? "common.save" : "pages.add")}
      busy={save.isPending}
      error={save.error}
      submit={save.mutate}
      fields={[
        { name: "label", label: t("pages.label"), kind: "text", required: true, start: entry?.label },
        {
          name: "zh",
          label: t("pages.label-zh"),
          kind: "text",
          hint: t("pages.label-zh-hint"),
          start: entry?.labels.zh,
        },
        {
          name: "url",
          label: t("webhooks.url"),
          kind: "text",
          required: true,
          hint: t("pages.url-hint"),
          start: entry?.url,
        },
        {
          name: "icon",
          label: t("pages.icon"),
          kind: "select",
          start: entry?.icon || null,
          // another's icon stays what it is
          options: [...new Set([...icons, ...(entry?.icon ? [entry.icon] : [])])].map((value) => ({
            value,
            label: value,
          })),
        },
        {
          name: "roles",
          label: t("pages.roles"),
          kind: "choices",
          hint: t("pages.roles-hint"),
          start: entry?.roles,
          options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
        },
        { name: "new_tab", label: t("pages.new-tab"), kind: "switch", start: entry?.new_tab ?? false },
        {
          name: "pass_nothing",
          label: t("pages.pass-nothing"),
          kind: "switch",
          hint: t("pages.pass-nothing-hint"),
          start: entry?.pass_nothing ?? false,
        },
        { name: "enabled", label: t("pages.enabled"), kind: "switch", start: entry?.enabled ?? true },
      ]}
    />
  );
}
