import { Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, newId } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useMay } from "@/lib/session";
import { Facts } from "@/ui/Facts";
import { ErrorNote } from "@/ui/Notes";
import { QuickForm, type Values } from "@/ui/QuickForm";
import { Money } from "@/ui/Value";
import type { User } from "./columns";

type Way = "top-up" | "grant" | "adjust";

/** Moves money; the id belongs to the form, so that a second press after a lost answer moves nothing twice. */
function Move({ user, done }: { user: User; done: () => void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>("top-up");
  const [id] = useState(newId);
  const move = useChange(
    (values: Values) => {
      const body = { id, amount_nanos: Number(values.amount_nanos), note: String(values.note ?? "") };
      if (way === "top-up") return api("post", "/users/{id}/top-up", { id: user.id, body });
      return way === "grant"
        ? api("post", "/users/{id}/grant", { id: user.id, body })
        : api("post", "/users/{id}/adjust", { id: user.id, body });
    },
    ["/users", "/ledger"],
    done,
  );
  return (
    <Stack gap="sm">
      <Select
        label={t("balance.way")}
        description={t(`balance.${way}-hint`)}
        allowDeselect={false}
        value={way}
        data={(["top-up", "grant", "adjust"] as const).map((value) => ({ value, label: t(`balance.${value}`) }))}
        onChange={(value) => value && setWay(value as Way)}
      />
      <QuickForm
        action={t(`balance.${way}`)}
        busy={move.isPending}
        error={move.error}
        submit={move.mutate}
        fields={[
          { name: "amount_nanos", label: t("balance.amount"), kind: "money", required: true },
          { name: "note", label: t("common.note"), kind: "text", required: true },
        ]}
      />
    </Stack>
  );
}

/** What a user can spend, and how it is changed. */
export function BalanceTab({ user }: { user: User }) {
  const { t } = useTranslation();
  const mayWrite = useMay()("money:write");
  const [moves, setMoves] = useState(0);
  const balance = useQuery({
    queryKey: ["/users", "balance", user.id],
    queryFn: () => api("get", "/users/{id}/balance", { id: user.id }),
  });
  return (
    <Stack gap="md">
      <ErrorNote error={balance.error} />
      {balance.data && (
        <Facts
          rows={[
            [t("balance.available"), <Money key="available" nanos={balance.data.available_nanos} />],
            [t("balance.settled"), <Money key="settled" nanos={balance.data.settled_nanos} />],
          ]}
        />
      )}
      <Link to="/ledger" search={{ user_id: user.id } as never} style={{ fontSize: 13 }}>
        {t("nav.ledger")}
      </Link>
      {mayWrite && <Move key={moves} user={user} done={() => setMoves(moves + 1)} />}
      {moves > 0 && (
        <Text size="sm" c="teal" role="status">
          {t("balance.moved")}
        </Text>
      )}
    </Stack>
  );
}
