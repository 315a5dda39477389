import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "@/lib/api/client";

export type Key = Schemas["KeyView"];
export type Made = Schemas["Made"];

/** Whose keys a page is about: everybody's, or one's own. */
export type Whose = "all" | "own";

export interface Wish {
  name: string;
  group_id: string;
  user_id: string;
  expires_at: string | null;
}

function useChange<I, O>(change: (input: I) => Promise<O>, done?: (answer: O) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await client.invalidateQueries({
        predicate: (query) => ["/keys", "/me/keys"].includes(String(query.queryKey[0])),
      });
      done?.(answer);
    },
  });
}

export function useMakeKey(whose: Whose) {
  return useChange(({ user_id, ...rest }: Wish) =>
    whose === "all" ? api("post", "/keys", { body: { ...rest, user_id } }) : api("post", "/me/keys", { body: rest }),
  );
}

export function useRotate(whose: Whose, id: string) {
  return useChange((grace_seconds: number) => {
    const body = { grace_seconds };
    return whose === "all"
      ? api("post", "/keys/{id}/rotate", { id, body })
      : api("post", "/me/keys/{id}/rotate", { id, body });
  });
}

export function useEnable(whose: Whose, id: string) {
  return useChange((enabled: boolean) => {
    const body = { enabled };
    return whose === "all" ? api("patch", "/keys/{id}", { id, body }) : api("patch", "/me/keys/{id}", { id, body });
  });
}

export function useRemoveKey(whose: Whose, id: string, done: () => void) {
  return useChange(
    () => (whose === "all" ? api("delete", "/keys/{id}", { id }) : api("delete", "/me/keys/{id}", { id })),
    done,
  );
}

/** The groups that a key may be made in. */
export function useGroups(whose: Whose) {
  return useQuery({
    queryKey: [whose === "all" ? "/groups" : "/me/groups", "choice"],
    queryFn: async () => {
      const groups = whose === "all" ? await api("get", "/groups") : await api("get", "/me/groups");
      return groups.items.map((group) => ({ value: group.id, label: group.name }));
    },
  });
}

export function useUserChoice(search: string, enabled: boolean) {
  return useQuery({
    queryKey: ["/users", "choice", search],
    enabled,
    placeholderData: (before) => before,
    queryFn: async () => {
      const users = await api("get", "/users", { query: { search: search || undefined, limit: 20 } });
      return users.items.map((user) => ({ value: user.id, label: user.email }));
    },
  });
}
