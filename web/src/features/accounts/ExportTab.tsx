import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { download } from "@/lib/download";
import { useMay } from "@/lib/session";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";

/** All accounts as a file; with a passphrase the credentials go along, sealed. */
export function ExportTab() {
  const { t } = useTranslation();
  const mayCredentials = useMay()("credentials:export");
  const write = useChange(async (values: Values) => {
    const format = String(values.format);
    const passphrase = values.passphrase as string | null;
    const { text } = passphrase
      ? await api("post", "/accounts/export-with-credentials", { body: { format, passphrase } })
      : await api("post", "/accounts/export", { body: { format } });
    download(`headgate-accounts.${format}`, text, format === "json" ? "application/json" : "text/csv");
  }, []);
  const fields: Field[] = [
    {
      name: "format",
      label: t("transfer.format"),
      kind: "select",
      required: true,
      options: [
        { value: "json", label: "JSON" },
        { value: "csv", label: "CSV" },
      ],
    },
    ...(mayCredentials
      ? [
          {
            name: "passphrase",
            label: t("transfer.passphrase"),
            kind: "password" as const,
            hint: t("transfer.passphrase-out"),
          },
        ]
      : []),
  ];
  return (
    <>
      <QuickForm
        action={t("common.download")}
        busy={write.isPending}
        error={write.error}
        submit={write.mutate}
        fields={fields}
      />
      {write.isSuccess && (
        <Text size="sm" mt="sm" role="status">
          {t("transfer.written")}
        </Text>
      )}
    </>
  );
}
