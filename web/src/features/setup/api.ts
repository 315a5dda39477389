import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { useBegin } from "@/lib/session";

export const stateQuery = {
  queryKey: ["/setup"],
  queryFn: () => api("get", "/setup"),
  staleTime: Number.POSITIVE_INFINITY,
};

export function useTryStore(token: string) {
  return useMutation({ mutationFn: (url: string) => api("post", "/setup/store-test", { body: { token, url } }) });
}

export function useTryCluster(token: string) {
  return useMutation({ mutationFn: (url: string) => api("post", "/setup/cluster-test", { body: { token, url } }) });
}

export interface OwnerWish {
  email: string;
  password: string;
  storeUrl: string;
}

/** Makes the owner and signs them in; where the store changes, Headgate must be started anew first. */
export function useMakeOwner(token: string, done: (restart: boolean, file: string) => void) {
  const begin = useBegin();
  return useMutation({
    mutationFn: async ({ email, password, storeUrl }: OwnerWish) => {
      const made = await api("post", "/setup", { body: { token, email, password, store_url: storeUrl || null } });
      const session = made.restart ? null : await api("post", "/session", { body: { email, password } });
      return { made, session };
    },
    onSuccess: ({ made, session }) => {
      if (session) begin(session);
      done(made.restart, made.file);
    },
  });
}

/** Makes a key in the first group there is, or in one that is made for it. */
export function useFirstKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) => {
      const session = await api("get", "/session");
      const groups = await api("get", "/groups");
      const group = groups.items[0] ?? (await api("post", "/groups", { body: { name: "default" } }));
      return api("post", "/keys", { body: { name, user_id: session.user_id, group_id: group.id } });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["/keys"] }),
  });
}

/** The newest request, asked for until there is one. */
export function useFirstRequest(keyId: string) {
  return useQuery({
    queryKey: ["/requests", "first", keyId],
    queryFn: async () => (await api("get", "/requests", { query: { key_id: keyId, limit: 1 } })).items[0] ?? null,
    // a call that failed is told, and the next one waited for
    refetchInterval: (query) => (query.state.data && !query.state.data.error_code ? false : 1_500),
  });
}
