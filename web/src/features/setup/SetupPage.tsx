import { Button, Center, Loader, Stack, Stepper, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { Mark } from "@/ui/Mark";
import { ErrorNote } from "@/ui/Notes";
import { AccountStep } from "./AccountStep";
import { stateQuery } from "./api";
import { ClusterStep } from "./ClusterStep";
import { KeyStep } from "./KeyStep";
import { OwnerStep } from "./OwnerStep";
import { StoreStep } from "./StoreStep";

function Over() {
  const { t } = useTranslation();
  return (
    <Stack align="center">
      <Text>{t("setup.over")}</Text>
      <Button component={Link} to="/">
        {t("signin.go")}
      </Button>
    </Stack>
  );
}

function Steps({ token, store }: { token: string; store: string }) {
  const { t } = useTranslation();
  const [step, setStep] = useState(0);
  const [url, setUrl] = useState("");
  return (
    <div style={{ display: "flex", gap: 40, flexWrap: "wrap", alignItems: "flex-start" }}>
      <Stepper active={step} orientation="vertical" size="sm" w={220}>
        {["store", "cluster", "owner", "account", "key"].map((name) => (
          <Stepper.Step key={name} label={t(`setup.${name}`)} />
        ))}
      </Stepper>
      <div style={{ flex: "1 1 380px", maxWidth: 560 }}>
        {step === 0 && (
          <StoreStep
            token={token}
            store={store}
            next={(chosen) => {
              setUrl(chosen);
              setStep(1);
            }}
          />
        )}
        {step === 1 && <ClusterStep token={token} next={() => setStep(2)} />}
        {step === 2 && <OwnerStep token={token} storeUrl={url} next={() => setStep(3)} />}
        {step === 3 && <AccountStep next={() => setStep(4)} />}
        {step === 4 && <KeyStep />}
      </div>
    </div>
  );
}

/** From a fresh Headgate to the first request, each step tried out before the next. */
export function SetupPage() {
  const { t } = useTranslation();
  const [{ token }] = useFilters();
  const [begun, setBegun] = useState(false);
  const state = useQuery(stateQuery);
  if (state.isPending) {
    return (
      <Center h="100vh">
        <Loader type="dots" />
      </Center>
    );
  }
  const needed = state.data?.needed ?? false;
  if (needed && token && !begun) setBegun(true);
  return (
    <main style={{ maxWidth: 880, margin: "0 auto", padding: "48px 16px" }}>
      <Stack gap="xl">
        <div style={{ display: "flex", gap: 12, alignItems: "center" }}>
          <Mark size={36} />
          <Title order={1}>{t("setup.title")}</Title>
        </div>
        <ErrorNote error={state.error} retry={() => void state.refetch()} />
        {needed && !token && <Text>{t("setup.no-token")}</Text>}
        {begun && <Steps token={token ?? ""} store={state.data?.store ?? ""} />}
        {!needed && !begun && state.data && <Over />}
      </Stack>
    </main>
  );
}
