import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, keepCsrfToken, type Schemas } from "./api/client";

export type Session = Schemas["SessionView"];

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await api("get", "/session");
      keepCsrfToken(session.csrf_token);
      return session;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useSession(): Session | null | undefined {
  return useQuery(sessionQuery).data;
}

/** Whether the signed-in person may do that; decides what is shown, the server what is allowed. */
export function useMay(): (permission: string) => boolean {
  const session = useSession();
  return (permission) => session?.permissions.includes(permission) ?? false;
}

/** Takes a session that has begun into use. */
export function useBegin(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => {
    keepCsrfToken(session.csrf_token);
    client.setQueryData(sessionQuery.queryKey, session);
  };
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api("delete", "/session"),
    onSuccess: () => {
      keepCsrfToken("");
      // the session itself stays and says nobody: whoever looks at it has to hear of it
      client.setQueryData(sessionQuery.queryKey, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
}
