import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Card } from "@/ui/Card";
import { QuickForm, type Values } from "@/ui/QuickForm";

export function PasswordPart() {
  const { t } = useTranslation();
  const change = useChange(
    (values: Values) =>
      api("post", "/profile/password", {
        body: { old_password: String(values.old_password ?? ""), new_password: String(values.new_password ?? "") },
      }),
    ["/sessions"],
  );
  return (
    <Card title={t("signin.password")}>
      <QuickForm
        action={t(change.isSuccess ? "common.saved" : "profile.change-password")}
        busy={change.isPending}
        error={change.error}
        submit={change.mutate}
        fields={[
          { name: "old_password", label: t("profile.old-password"), kind: "password", required: true },
          {
            name: "new_password",
            label: t("users.new-password"),
            kind: "password",
            required: true,
            hint: t("profile.password-hint"),
          },
        ]}
      />
    </Card>
  );
}
