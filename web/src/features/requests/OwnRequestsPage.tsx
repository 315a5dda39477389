import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { useOwnColumns } from "./columns";

/** One's own finished calls. */
export function OwnRequestsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const requests = usePages("/me/requests", {}, 5_000);
  return (
    <Page title={t("nav.my-requests")}>
      <DataTable
        name={t("nav.my-requests")}
        source={requests}
        columns={useOwnColumns()}
        rowId={(row) => row.request_id}
        open={(row) => void navigate({ to: `/my/requests/${row.request_id}` })}
        empty={t("requests.own-empty")}
      />
    </Page>
  );
}
