import { Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { difference } from "@/lib/change";
import { offerUndo } from "@/lib/undo";
import { useGroupNames } from "@/ui/account/api";
import { linesOf } from "@/ui/fields";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import type { Account } from "./api";

/** What is left empty stays as each account has it. */
function changeOf(values: Values): Schemas["AccountChange"] {
  const groups = values.groups as string[];
  const models = linesOf(values.models);
  return {
    ...(values.concurrency == null ? {} : { concurrency: Number(values.concurrency) }),
    ...(values.priority == null ? {} : { priority: Number(values.priority) }),
    ...(values.weight == null ? {} : { weight: Number(values.weight) }),
    ...(values.proxy == null ? {} : { proxy: String(values.proxy) }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(models.length === 0 ? {} : { models }),
  };
}

function useFields(): Field[] {
  const { t } = useTranslation();
  const groups = useGroupNames() ?? [];
  return [
    { name: "concurrency", label: t("accounts.concurrency"), kind: "number" },
    { name: "priority", label: t("accounts.priority"), kind: "number", hint: t("accounts.priority-hint") },
    { name: "weight", label: t("accounts.weight"), kind: "number", hint: t("accounts.weight-hint") },
    {
      name: "groups",
      label: t("accounts.groups"),
      kind: "choices",
      options: groups.map(({ name }) => ({ value: name, label: name })),
    },
    { name: "models", label: t("accounts.models"), kind: "lines", hint: t("accounts.models-hint") },
    { name: "proxy", label: t("accounts.proxy"), kind: "text" },
  ];
}

interface Outcome {
  done: number;
  problems: { name: string; words: string }[];
}

/** What of an account this form may change, as it is. */
function now({ concurrency, priority, weight, proxy, groups, models }: Account): Schemas["AccountChange"] {
  return { concurrency, priority, weight, proxy: proxy ?? null, groups, models };
}

interface Back {
  id: string;
  body: Schemas["AccountChange"];
}

/** One change for many accounts, one after the other; it can be stopped between two of them, and taken back afterwards. */
export function BulkEdit({ accounts, close }: { accounts: readonly Account[]; close: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stopped = useRef(false);
  const [outcome, setOutcome] = useState<Outcome>({ done: 0, problems: [] });
  const edit = useMutation({
    mutationFn: async (values: Values) => {
      const backs: Back[] = [];
      for (const account of accounts) {
        if (stopped.current) break;
        const { change, back } = difference<Schemas["AccountChange"]>(now(account), changeOf(values));
        const words = await api("patch", "/accounts/{id}", { id: account.id, body: change }).then(
          () => null,
          (error: Error) => error.message,
        );
        if (words === null && Object.keys(back).length > 0) backs.push({ id: account.id, body: back });
        setOutcome((before) => ({
          done: before.done + 1,
          problems: words === null ? before.problems : [...before.problems, { name: account.name, words }],
        }));
      }
      return backs;
    },
    onSuccess: (backs) => {
      if (backs.length > 0)
        offerUndo(t("accounts.changed-many", { count: backs.length }), async () => {
          for (const back of backs) await api("patch", "/accounts/{id}", back);
          await client.invalidateQueries({ queryKey: ["/accounts"] });
        });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["/accounts"] }),
  });
  const fields = useFields();
  return (
    <Modal
      opened
      onClose={close}
      title={t("accounts.edit-many", { count: accounts.length })}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {edit.isIdle ? (
        <Stack gap="sm">
          <Text size="sm" className="hg-quiet">
            {t("accounts.edit-many-words")}
          </Text>
          <QuickForm action={t("common.save")} busy={false} error={null} submit={edit.mutate} fields={fields} />
        </Stack>
      ) : (
        <Stack gap="sm">
          <Progress value={(outcome.done / accounts.length) * 100} aria-label={t("accounts.progress")} />
          <Text size="sm" role="status">
            {t("accounts.edited", { done: outcome.done - outcome.problems.length, count: accounts.length })}
          </Text>
          {outcome.problems.map((problem) => (
            <Text key={problem.name} size="sm" c="var(--hg-attention)">
              {problem.name}: {problem.words}
            </Text>
          ))}
          <Group justify="flex-end">
            {edit.isPending ? (
              <Button
                variant="default"
                onClick={() => {
                  stopped.current = true;
                }}
              >
                {t("accounts.stop")}
              </Button>
            ) : (
              <Button onClick={close}>{t("common.done")}</Button>
            )}
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
