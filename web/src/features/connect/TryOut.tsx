import { Button, Select, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { exactMoney } from "@/lib/format";
import { ErrorNote } from "@/ui/Notes";
import { type Progress, tryOut } from "./tryOut";

/** The models that a key may call, as any client asks for them. */
function useModels(key: string) {
  return useQuery({
    queryKey: ["models", key],
    enabled: key.length > 12,
    retry: false,
    queryFn: async () => {
      const answer = await fetch("/v1/models", {
        headers: { "x-api-key": key, "anthropic-version": "2023-06-01" },
        credentials: "omit",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      return ((await answer.json()) as { data: { id: string }[] }).data.map((model) => model.id);
    },
  });
}

/** What it cost, once it is in the books: a second after the answer's end at most; only one's own calls are found. */
function useCost(progress: Progress | null) {
  return useQuery({
    queryKey: ["/me/requests", "one", progress?.requestId],
    enabled: Boolean(progress?.done && progress.requestId),
    retry: 4,
    retryDelay: 600,
    queryFn: () => api("get", "/me/requests/{id}", { id: progress?.requestId ?? "" }),
  }).data;
}

/** A real call with the key that was entered; the answer streams, and its cost follows. */
export function TryOut({ apiKey }: { apiKey: string }) {
  const { t } = useTranslation();
  const models = useModels(apiKey).data ?? [];
  const [model, setModel] = useState<string | null>(null);
  const [progress, setProgress] = useState<Progress | null>(null);
  const call = useMutation({ mutationFn: (name: string) => tryOut(apiKey, name, setProgress) });
  const cost = useCost(progress);
  const chosen = model ?? models[0] ?? null;
  return (
    <section className="hg-card" style={{ padding: 16 }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 14 }}>{t("connect.try")}</h2>
      <Text size="sm" c="dimmed" mb="sm">
        {t("connect.try-words")}
      </Text>
      <div style={{ display: "flex", gap: 8, flexWrap: "wrap", alignItems: "flex-end" }}>
        <Select
          label={t("requests.model")}
          searchable
          w={280}
          data={models}
          value={chosen}
          onChange={setModel}
          disabled={models.length === 0}
          placeholder={t("connect.no-models")}
        />
        <Button
          disabled={!apiKey || !chosen}
          loading={call.isPending}
          onClick={() => {
            setProgress(null);
            if (chosen) call.mutate(chosen);
          }}
        >
          {t("connect.send")}
        </Button>
      </div>
      <ErrorNote error={call.error} />
      {progress && (
        <Text size="sm" mt="sm" aria-live="polite">
          {progress.text || "…"}
        </Text>
      )}
      {cost && (
        <Text size="xs" c="dimmed" mt={4}>
          {cost.model} · {cost.status} · {exactMoney(cost.charged_nanos)}
        </Text>
      )}
    </section>
  );
}
