import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useBegin } from "@/lib/session";
import { QuickForm, type Values } from "@/ui/QuickForm";

interface Props {
  token: string;
  make: (body: Schemas["Registrant"]) => Promise<Schemas["Registered"]>;
}

/** The last form before an account is there: password, name, a promotion code, and the terms where there are some. */
export function Newcomer({ token, make }: Props) {
  const { t } = useTranslation();
  const begin = useBegin();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState("");
  const terms = useQuery({ queryKey: ["/site"], queryFn: () => api("get", "/site") }).data?.terms_url;
  const join = useChange(
    (values: Values) =>
      make({
        token,
        password: String(values.password ?? ""),
        name: values.name as string | null,
        promo_code: values.promo_code as string | null,
        ...(terms ? { terms_accepted: values.terms_accepted === true } : {}),
      }),
    [],
    (made) => {
      begin(made.session);
      if (made.promo_code_refusal) setRefusal(made.promo_code_refusal);
      else void navigate({ to: "/" });
    },
  );
  if (refusal) {
    return (
      <>
        <Text size="sm" mb="sm">
          {t("newcomer.no-promo")} {refusal}
        </Text>
        <QuickForm
          action={t("newcomer.go-on")}
          busy={false}
          error={null}
          submit={() => void navigate({ to: "/" })}
          fields={[]}
        />
      </>
    );
  }
  return (
    <QuickForm
      action={t("newcomer.make")}
      busy={join.isPending}
      error={join.error}
      submit={join.mutate}
      fields={[
        {
          name: "password",
          label: t("signin.password"),
          kind: "password",
          hint: t("setup.password-hint"),
          required: true,
        },
        { name: "name", label: t("newcomer.name"), kind: "text" },
        { name: "promo_code", label: t("newcomer.promo"), kind: "text", hint: t("newcomer.promo-hint") },
        ...(terms ? [{ name: "terms_accepted", label: t("newcomer.terms"), kind: "switch" as const }] : []),
      ]}
    >
      {terms && (
        <a href={terms} target="_blank" rel="noopener noreferrer" style={{ fontSize: 13 }}>
          {t("newcomer.terms-read")}
        </a>
      )}
    </QuickForm>
  );
}
