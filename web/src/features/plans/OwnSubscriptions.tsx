import { Grid, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { Empty, ErrorNote } from "@/ui/Notes";
import { QuickForm } from "@/ui/QuickForm";
import { State } from "@/ui/State";
import { Money, Time } from "@/ui/Value";
import { Windows } from "@/ui/Windows";

function Balance() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/me/balance"], queryFn: () => api("get", "/me/balance") });
  return (
    <Card title={t("users.balance")}>
      <ErrorNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Skeleton height={40} />}
      {found.data && (
        <Facts
          rows={[
            [t("balance.available"), <Money key="available" nanos={found.data.available_nanos} />],
            [t("balance.settled"), <Money key="settled" nanos={found.data.settled_nanos} />],
          ]}
        />
      )}
    </Card>
  );
}

/** Takes a code; the address may bring it along. */
function Redeem({ code }: { code: string }) {
  const { t } = useTranslation();
  const redeem = useChange(
    (text: string) => api("post", "/me/redeem", { body: { code: text } }),
    ["/me/balance", "/me/subscriptions", "/me/ledger"],
  );
  return (
    <Card title={t("plan.redeem")}>
      <QuickForm
        action={t("plan.redeem-go")}
        busy={redeem.isPending}
        error={redeem.error}
        submit={(values) => redeem.mutate(String(values.code))}
        fields={[
          { name: "code", label: t("plan.code"), kind: "text", hint: t("plan.code-hint"), required: true, start: code },
        ]}
      />
      {redeem.data && (
        <Text size="sm" mt="sm" role="status" c={redeem.data.done ? "var(--hg-ok)" : undefined}>
          {t(redeem.data.done ? "plan.redeemed" : "plan.redeemed-before")}
        </Text>
      )}
    </Card>
  );
}

function One({ one }: { one: Schemas["SubscriptionView"] }) {
  const { t } = useTranslation();
  return (
    <Card title={one.plan} actions={<State state={one.state} />}>
      <Facts
        rows={[
          [t("plan.since"), <Time key="since" iso={one.started_at} exact />],
          [t("plan.until"), one.ends_at ? <Time key="until" iso={one.ends_at} exact /> : t("plan.no-end")],
          [t("plans.renewal"), t(`renewal.${one.renewal}`)],
        ]}
      />
      <div style={{ marginTop: 8 }}>
        <Windows windows={one.windows} />
      </div>
    </Card>
  );
}

export function OwnSubscriptions({ code }: { code: string }) {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ["/me/subscriptions"], queryFn: () => api("get", "/me/subscriptions") });
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <ErrorNote error={found.error} retry={() => void found.refetch()} />
        {found.isPending && <Skeleton height={160} />}
        <Stack gap="md">
          {found.data?.items.length === 0 && (
            <div className="hg-card">
              <Empty words={t("plan.empty")} />
            </div>
          )}
          {found.data?.items.map((one) => (
            <One key={one.id} one={one} />
          ))}
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="md">
          <Balance />
          <Redeem code={code} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
}
