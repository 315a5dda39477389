import { Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
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

const STEPS = ["store", "cluster", "owner", "account", "key"];

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
    <div className="hg-setup">
      <ol>
        {STEPS.map((name, place) => (
          <li key={name} aria-current={place === step ? "step" : undefined} data-done={place < step || undefined}>
            <span aria-hidden>{place < step ? <IconCheck size={14} /> : place + 1}</span>
            {t(`setup.${name}`)}
          </li>
        ))}
      </ol>
      <div>
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
    <main style={{ maxWidth: 880, margin: "0 auto", padding: "clamp(20px, 6vh, 48px) 16px" }}>
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
