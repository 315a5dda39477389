import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "@/lib/api/client";

export type Account = Schemas["AccountView"];
export type AccountChange = Schemas["AccountChange"];
export type Care = "pause" | "resume" | "clear" | "flush";

export function useAccount(id: string) {
  return useQuery({
    queryKey: ["/accounts", "one", id],
    queryFn: () => api("get", "/accounts/{id}", { id }),
    refetchInterval: 3_000,
  });
}

function useChange<I, O>(change: (input: I) => Promise<O>, done?: (answer: O) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: ["/accounts"] });
      done?.(answer);
    },
  });
}

export function useCare(id: string) {
  return useChange((care: Care) => {
    if (care === "pause") return api("post", "/accounts/{id}/pause", { id, body: {} });
    if (care === "resume") return api("post", "/accounts/{id}/resume", { id });
    return care === "clear" ? api("post", "/accounts/{id}/clear", { id }) : api("post", "/accounts/{id}/flush", { id });
  });
}

export function useChangeAccount(id: string) {
  return useChange(({ body, unchanged }: { body: AccountChange; unchanged?: object }) =>
    api("patch", "/accounts/{id}", { id, body, unchanged }),
  );
}

export function useRemoveAccount(id: string, done: () => void) {
  return useChange(() => api("delete", "/accounts/{id}", { id }), done);
}
