import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, type Schemas } from "@/lib/api/client";
import { answerChallenge } from "@/lib/passkeys";

export const optionsQuery = queryOptions({
  queryKey: ["/sign-in/options"],
  queryFn: () => api("get", "/sign-in/options"),
  staleTime: 60_000,
});

/** What a sign-in in two steps waits for. */
export const secondStepQuery = queryOptions({
  queryKey: ["/session/second-factor"],
  queryFn: () => api("get", "/session/second-factor"),
  staleTime: 0,
  retry: false,
});

export function usePasskey(purpose: "sign_in" | "second_factor", done: (session: Schemas["SessionView"]) => void) {
  return useMutation({
    mutationFn: async () => {
      const asked = await api("post", "/passkeys/challenge", { body: { purpose } });
      const body = await answerChallenge(asked);
      return purpose === "sign_in"
        ? api("post", "/session/passkey", { body })
        : api("post", "/session/second-factor/passkey", { body });
    },
    onSuccess: done,
  });
}

/** The token of a letter's link: behind the "#", which no server is sent. */
export function linkToken(): string {
  return new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
}
