import { Button, Loader, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useFilters } from "@/lib/filters";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";

/** Where a provider sends the browser back to after a sign-in for an account. */
export function SignedInPage() {
  const { t } = useTranslation();
  const [{ code, state, error, error_description }] = useFilters();
  const finish = useQuery({
    queryKey: ["accounts-sign-in", state],
    queryFn: () => api("post", "/accounts/sign-in/finish", { body: { state: state ?? "", code: code ?? "" } }),
    enabled: Boolean(code && state),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY, // a code is good once
  });
  return (
    <Page title={t("credential.title")}>
      <div className="hg-card" style={{ padding: 16 }}>
        {error && (
          <Text size="sm" c="var(--hg-attention)">
            {t("credential.refused")} {error_description ?? error}
          </Text>
        )}
        {!error && !code && <Text size="sm">{t("credential.no-code")}</Text>}
        {code && finish.isPending && <Loader type="dots" />}
        <ErrorNote error={finish.error} />
        {finish.data && (
          <Empty
            words={t("credential.connected")}
            action={
              <Button component={Link} to="/accounts" search={{ open: finish.data.account_id } as never}>
                {t("credential.to-account")}
              </Button>
            }
          />
        )}
      </div>
    </Page>
  );
}
