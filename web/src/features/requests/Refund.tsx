import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newId } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { FormDialog, type Values } from "@/ui/QuickForm";
import type { RequestRow } from "./api";

function Form({ request, close }: { request: RequestRow; close: () => void }) {
  const { t } = useTranslation();
  const [id] = useState(newId);
  const refund = useChange(
    (values: Values) =>
      api("post", "/requests/{id}/refund", {
        id: request.request_id,
        body: { id, amount_nanos: values.amount_nanos as number | null, note: String(values.note ?? "") },
      }),
    ["/requests", "/ledger", "/users"],
    close,
  );
  return (
    <FormDialog
      title={t("refund.title")}
      close={close}
      action={t("refund.title")}
      busy={refund.isPending}
      error={refund.error}
      submit={refund.mutate}
      fields={[
        { name: "amount_nanos", label: t("balance.amount"), kind: "money", hint: t("refund.hint") },
        { name: "note", label: t("common.note"), kind: "text", required: true },
      ]}
    />
  );
}

/** Gives back what a call was charged with, or a part. */
export function Refund({ request }: { request: RequestRow }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (request.charged_nanos === 0) return null;
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpen(true)}>
        {t("refund.title")}
      </Button>
      {open && <Form request={request} close={() => setOpen(false)} />}
    </>
  );
}
