import { Modal, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { linesOf } from "@/ui/fields";
import { type Field, QuickForm, type Values } from "@/ui/QuickForm";
import { Copyable } from "@/ui/Value";
import { groupsOf, linesFrom } from "./groupLines";

export type Site = Schemas["ProviderView"];
type Group = Schemas["GroupView"];
const PRESETS = ["google", "microsoft", "github", "oidc"] as const;
type Preset = (typeof PRESETS)[number];

function presetOf(site: Site | null): Preset {
  if (!site) return "google";
  if (site.kind === "github") return "github";
  return PRESETS.find((preset) => preset === site.id) ?? "oidc";
}

/** Lines such as "admins = admin", claim value first. */
function rolesOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const cut = line.lastIndexOf("=");
      return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
    }),
  );
}

function wish(preset: Preset, site: Site | null, values: Values, groups: Group[]): Schemas["ProviderWish"] {
  return {
    preset,
    id: site?.id ?? (values.id as string | null),
    issuer: values.issuer as string | null,
    label: values.label as string | null,
    client_id: String(values.client_id ?? ""),
    client_secret: values.client_secret as string | null,
    enabled: values.enabled === true,
    register: values.register === true,
    link_by_email: values.link_by_email === true,
    trust_emails: values.trust_emails === true,
    allowed_domains: linesOf(values.allowed_domains),
    role_claim: values.role_claim as string | null,
    roles: rolesOf(linesOf(values.roles)),
    group_claim: values.group_claim as string | null,
    groups: groupsOf(linesOf(values.groups), groups),
  };
}

function useFields(preset: Preset, site: Site | null, groups: Group[]): Field[] {
  const { t } = useTranslation();
  const flag = (name: "enabled" | "register" | "link_by_email" | "trust_emails", start: boolean): Field => ({
    name,
    label: t(`sites.${name}`),
    hint: t(`sites.${name}-hint`),
    kind: "switch",
    start,
  });
  return [
    ...(preset === "oidc" && !site
      ? [{ name: "id", label: t("sites.id"), kind: "text" as const, hint: t("sites.id-hint") }]
      : []),
    { name: "label", label: t("sites.label"), kind: "text", start: site?.label ?? null },
    {
      name: "issuer",
      label: t("sites.issuer"),
      kind: "text",
      hint: t(`sites.issuer-${preset}`),
      required: preset === "oidc",
      start: site?.issuer ?? null,
    },
    { name: "client_id", label: t("sites.client"), kind: "text", required: true, start: site?.client_id ?? null },
    {
      name: "client_secret",
      label: t("sites.secret"),
      kind: "password",
      hint: site ? t("sites.secret-kept") : t("accounts.key-hint"),
      required: !site,
    },
    flag("enabled", site?.enabled ?? true),
    flag("register", site?.register ?? false),
    flag("link_by_email", site?.link_by_email ?? false),
    flag("trust_emails", site?.trust_emails ?? false),
    {
      name: "allowed_domains",
      label: t("settings.domains"),
      kind: "lines",
      hint: t("settings.domains-hint"),
      start: site?.allowed_domains.join("\n") ?? "",
    },
    { name: "role_claim", label: t("sites.role-claim"), kind: "text", start: site?.role_claim ?? null },
    {
      name: "roles",
      label: t("sites.roles"),
      kind: "lines",
      hint: t("sites.roles-hint"),
      start: Object.entries(site?.roles ?? {})
        .map(([claim, role]) => `${claim} = ${role}`)
        .join("\n"),
    },
    {
      name: "group_claim",
      label: t("sites.group-claim"),
      kind: "text",
      hint: t("sites.group-claim-hint"),
      start: site?.group_claim ?? null,
    },
    {
      name: "groups",
      label: t("sites.groups"),
      kind: "lines",
      hint: t("sites.groups-hint"),
      start: linesFrom(site?.groups ?? {}, groups),
    },
  ];
}

/** Adds a site to sign in by, or changes it; its secret is sent once and never shown again. */
export function SiteForm({ site, close }: { site: Site | null; close: () => void }) {
  const { t } = useTranslation();
  const [preset, setPreset] = useState<Preset>(presetOf(site));
  const found = useQuery({ queryKey: ["/groups", "choice"], queryFn: () => api("get", "/groups") });
  const groups = found.data?.items ?? [];
  const save = useChange(
    (values: Values) => api("post", "/settings/identity-providers", { body: wish(preset, site, values, groups) }),
    ["/settings/identity-providers", "/sign-in/options"],
    close,
  );
  const fields = useFields(preset, site, groups);
  return (
    <Modal
      opened
      onClose={close}
      title={site?.label ?? t("sites.add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="sm">
        {!site && (
          <SegmentedControl
            aria-label={t("sites.kind")}
            value={preset}
            onChange={(value) => setPreset(value as Preset)}
            data={PRESETS.map((value) => ({ value, label: t(`sites.preset-${value}`) }))}
          />
        )}
        {site && (
          <Text size="sm">
            {t("sites.callback")}{" "}
            <Copyable text={`${window.location.origin}${new URL(site.callback, window.location.origin).pathname}`} />
          </Text>
        )}
        {found.isPending ? (
          <Skeleton height={200} />
        ) : (
          <QuickForm
            key={preset}
            action={t("common.save")}
            busy={save.isPending}
            error={save.error ?? found.error}
            submit={save.mutate}
            fields={fields}
          />
        )}
      </Stack>
    </Modal>
  );
}
