import { useTranslation } from "react-i18next";
import { usePages } from "@/lib/pages";
import { KeyList } from "./KeyList";

/** One's own keys. */
export function OwnKeysPage() {
  const { t } = useTranslation();
  const keys = usePages("/me/keys", {});
  return <KeyList whose="own" title={t("nav.my-keys")} source={keys} mayWrite filtered={false} />;
}
