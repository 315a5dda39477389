import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { keepSite } from "@/lib/site";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";

const MILLION = 1_000_000;

type General = Schemas["GeneralView"];

/** What a text field said: nothing is something here, it takes a value back. */
const said = (value: Values[string] | undefined) => String(value ?? "");

function useFields({ site, public_url, public_url_declared }: General): Field[] {
  const { t } = useTranslation();
  const text = (name: string, start: string, more: Partial<Field> = {}): Field => ({
    name,
    label: t(`general.${name}`),
    kind: "text",
    start,
    ...more,
  });
  return [
    text("name", site.name, { hint: t("general.name-hint"), required: true }),
    ...(public_url_declared ? [] : [text("public_url", public_url ?? "", { hint: t("general.public_url-hint") })]),
    {
      name: "default_language",
      label: t("general.default_language"),
      kind: "select",
      required: true,
      start: site.default_language,
      options: [
        { value: "en", label: "English" },
        { value: "zh", label: "中文" },
      ],
    },
    text("support_contact", site.support_contact, { hint: t("general.support_contact-hint") }),
    text("terms_url", site.terms_url, { hint: t("general.terms_url-hint") }),
    text("time_zone", site.time_zone, { hint: t("general.time_zone-hint") }),
    text("currency", site.currency, { hint: t("general.currency-hint"), required: true }),
    {
      name: "currency_per_usd",
      label: t("general.currency_per_usd"),
      kind: "number",
      required: true,
      start: site.currency_per_usd_millionths / MILLION,
    },
  ];
}

/** Name and address of this Headgate, and what newcomers are told. */
export function GeneralPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/settings/general"], queryFn: () => api("get", "/settings/general") });
  return (
    <Card title={t("general.title")}>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={240} />}
      {found.data?.public_url_declared && (
        <Facts rows={[[t("general.public_url"), `${found.data.public_url ?? ""} · ${t("common.from-file")}`]]} />
      )}
      {found.data && !mayWrite && (
        <Facts
          rows={[
            [t("general.name"), found.data.site.name],
            [t("general.support_contact"), found.data.site.support_contact || "–"],
            [t("general.time_zone"), found.data.site.time_zone || t("general.own-zone")],
            [t("general.currency"), found.data.site.currency],
          ]}
        />
      )}
      {found.data && mayWrite && <Change general={found.data} />}
    </Card>
  );
}

function Change({ general }: { general: General }) {
  const { t } = useTranslation();
  const change = useChange(
    (values: Values) =>
      api("patch", "/settings/general", {
        body: {
          name: said(values.name),
          ...(general.public_url_declared ? {} : { public_url: said(values.public_url) }),
          default_language: said(values.default_language),
          support_contact: said(values.support_contact),
          terms_url: said(values.terms_url),
          time_zone: said(values.time_zone),
          currency: said(values.currency),
          currency_per_usd_millionths: Math.round(Number(values.currency_per_usd) * MILLION),
        },
      }),
    ["/settings/general", "/site"],
    (now) => keepSite(now.site),
  );
  return (
    <QuickForm
      action={t(change.isSuccess ? "common.saved" : "common.save")}
      busy={change.isPending}
      error={change.error}
      submit={change.mutate}
      fields={useFields(general)}
    />
  );
}
