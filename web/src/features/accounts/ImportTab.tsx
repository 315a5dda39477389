import { Button, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm } from "@/ui/QuickForm";

type Wish = Schemas["Import"];

function Report({ report }: { report: Schemas["Imported"] }) {
  const { t } = useTranslation();
  return (
    <div style={{ maxHeight: 320, overflow: "auto" }}>
      <table className="hg-table">
        <tbody>
          {report.problems.map((problem) => (
            <tr key={`${problem.row} ${problem.column}`}>
              <td className="hg-loss">{t("transfer.row", { row: problem.row })}</td>
              <td style={{ whiteSpace: "normal" }}>
                {problem.column}: {problem.value} {t("transfer.expected", { expected: problem.expected })}
              </td>
            </tr>
          ))}
          {report.lines.map((line) => (
            <tr key={line.name}>
              <td>{line.name}</td>
              <td>{t(`transfer.${line.effect}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Accounts from a file: first what would be done, then all of it or nothing. */
export function ImportTab() {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Wish | null>(null);
  const look = useChange(
    async (body: Wish) => api("post", "/accounts/import", { body: { ...body, dry_run: true } }),
    [],
  );
  const apply = useChange((body: Wish) => api("post", "/accounts/import", { body }), ["/accounts"]);
  const report = apply.data ?? look.data;
  return (
    <Stack gap="sm">
      <QuickForm
        action={t("transfer.look")}
        busy={look.isPending}
        error={look.error}
        submit={(values) => {
          const body = { text: String(values.text ?? ""), passphrase: values.passphrase as string | null };
          setWish(body);
          apply.reset();
          look.mutate(body);
        }}
        fields={[
          { name: "text", label: t("transfer.file"), kind: "file", hint: t("transfer.file-hint"), required: true },
          {
            name: "passphrase",
            label: t("transfer.passphrase"),
            kind: "password",
            hint: t("transfer.passphrase-in"),
          },
        ]}
      />
      {report && <Report report={report} />}
      <ErrorNote error={apply.error} />
      {apply.data?.applied && (
        <Text size="sm" role="status" c="var(--hg-ok)">
          {t("transfer.applied")}
        </Text>
      )}
      {wish && look.data && !apply.data && look.data.problems.length === 0 && (
        <Group justify="flex-end">
          <Button loading={apply.isPending} onClick={() => apply.mutate(wish)}>
            {t("transfer.apply", { count: look.data.lines.length })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
