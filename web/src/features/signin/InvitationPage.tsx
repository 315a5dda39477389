import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { ErrorNote } from "@/ui/Notes";
import { Time } from "@/ui/Value";
import { linkToken } from "./api";
import { BackToSignIn, Frame } from "./Frame";
import { Newcomer } from "./Newcomer";

/** Somebody was invited: who by, as what, and the form that makes the account. */
export function InvitationPage() {
  const { t } = useTranslation();
  const [token] = useState(linkToken);
  const offer = useQuery({
    queryKey: ["/invitations/look", token],
    queryFn: () => api("post", "/invitations/look", { body: { token } }),
    enabled: token !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Frame words={t("invitation.title")}>
      {!token && <Text size="sm">{t("letter.no-token")}</Text>}
      {token && offer.isPending && <Skeleton height={160} />}
      <ErrorNote error={offer.error} />
      {offer.data && (
        <>
          <Text size="sm" mb="sm">
            {t("invitation.words", {
              by: offer.data.invited_by,
              email: offer.data.email,
              role: t(`role.${offer.data.role}`),
            })}{" "}
            <span className="hg-quiet">
              {t("invitation.until")} <Time iso={offer.data.expires_at} />
            </span>
          </Text>
          <Newcomer token={token} make={(body) => api("post", "/invitations/accept", { body })} />
        </>
      )}
      {!offer.data && <BackToSignIn />}
    </Frame>
  );
}
