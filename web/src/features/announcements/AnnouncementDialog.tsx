import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { LEVELS } from "@/ui/Level";
import { FormDialog, type Values } from "@/ui/QuickForm";

const ROLES = ["user", "auditor", "finance", "operator", "admin", "owner"];

interface Props {
  announcement: Schemas["AnnouncementView"] | null;
  close: () => void;
}

/** Something is told to users, or told otherwise. */
export function AnnouncementDialog({ announcement, close }: Props) {
  const { t } = useTranslation();
  const groups = usePages("/groups", {});
  const save = useChange(
    (values: Values) => {
      const body = {
        title: String(values.title ?? ""),
        text: String(values.text ?? ""),
        level: String(values.level),
        roles: values.roles as string[],
        group_ids: values.group_ids as string[],
        until: values.until as string | null,
        // an empty beginning is "now" for a new one, and what it was for one that is there
        ...(values.from ? { from: String(values.from) } : {}),
      };
      return announcement
        ? api("patch", "/announcements/{id}", { id: announcement.id, body })
        : api("post", "/announcements", { body });
    },
    ["/announcements", "/me/announcements"],
    close,
  );
  return (
    <FormDialog
      title={announcement ? announcement.title : t("announcements.add")}
      size="lg"
      close={close}
      action={t(announcement ? "common.save" : "announcements.add")}
      busy={save.isPending}
      error={save.error}
      submit={save.mutate}
      fields={[
        { name: "title", label: t("announcements.title"), kind: "text", required: true, start: announcement?.title },
        {
          name: "text",
          label: t("announcements.text"),
          kind: "lines",
          required: true,
          hint: t("announcements.text-hint"),
          start: announcement?.text,
        },
        {
          name: "level",
          label: t("announcements.level"),
          kind: "select",
          required: true,
          start: announcement?.level ?? "info",
          options: LEVELS.map((value) => ({ value, label: t(`level.${value}`) })),
        },
        {
          name: "roles",
          label: t("announcements.roles"),
          kind: "choices",
          hint: t("announcements.audience-hint"),
          start: announcement?.roles,
          options: ROLES.map((value) => ({ value, label: t(`role.${value}`) })),
        },
        {
          name: "group_ids",
          label: t("announcements.groups"),
          kind: "choices",
          start: announcement?.group_ids,
          options: (groups.rows ?? []).map((one) => ({ value: one.id, label: one.name })),
        },
        {
          name: "from",
          label: t("announcements.from"),
          kind: "moment",
          hint: t("announcements.from-hint"),
          start: announcement?.from,
        },
        {
          name: "until",
          label: t("announcements.until"),
          kind: "moment",
          hint: t("announcements.until-hint"),
          start: announcement?.until ?? null,
        },
      ]}
    />
  );
}
