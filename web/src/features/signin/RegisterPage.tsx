import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { ErrorNote } from "@/ui/Notes";
import { AskLetter } from "./AskLetter";
import { linkToken, optionsQuery } from "./api";
import { BackToSignIn, Frame } from "./Frame";
import { Newcomer } from "./Newcomer";
import { Sites } from "./Sites";

/** Making an account oneself: closed, by invitation only, or open by a letter to one's address. */
export function RegisterPage() {
  const { t } = useTranslation();
  const [token] = useState(linkToken);
  const options = useQuery({ ...optionsQuery, enabled: !token });
  if (token) {
    return (
      <Frame words={t("register.finish")}>
        <Newcomer token={token} make={(body) => api("post", "/registration/finish", { body })} />
      </Frame>
    );
  }
  const mode = options.data?.registration;
  const domains = options.data?.allowed_domains ?? [];
  return (
    <Frame words={t("register.title")}>
      <ErrorNote error={options.error} retry={() => void options.refetch()} />
      {options.isPending && <Skeleton height={120} />}
      {(mode === "closed" || mode === "invitation") && <Text size="sm">{t(`register.${mode}`)}</Text>}
      {mode === "open" && (
        <>
          <AskLetter
            action={t("register.ask")}
            hint={domains.length > 0 ? t("register.domains", { domains: domains.join(", ") }) : undefined}
            ask={(body) => api("post", "/registration", { body })}
          />
          <Sites ways={options.data?.providers ?? []} />
        </>
      )}
      <BackToSignIn />
    </Frame>
  );
}
