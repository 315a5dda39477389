import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api, apiEvents, type Schemas } from "@/lib/api/client";

export type Account = Schemas["AccountView"];
export type NewAccount = Schemas["NewAccount"];

export function useAddAccount(done: (account: Account) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAccount) => api("post", "/accounts", { body }),
    onSuccess: async (account) => {
      await client.invalidateQueries({ queryKey: ["/accounts"] });
      done(account);
    },
  });
}

export function useGroupNames() {
  return useQuery({ queryKey: ["/groups", "names"], queryFn: () => api("get", "/groups") }).data?.items;
}

/** A test that is running, or how it went. */
export interface Tested {
  steps: readonly Schemas["StepView"][];
  end: Schemas["TestEnd"] | null;
}

/** Tests an account and tells each step as it comes; leaving the page stops it, as `stop` does. */
export function useTestAccount(id: string) {
  const client = useQueryClient();
  const [tested, setTested] = useState<Tested | null>(null);
  const stopper = useRef<AbortController | null>(null);
  useEffect(() => () => stopper.current?.abort(), []);
  const run = useMutation({
    mutationFn: async (model: string) => {
      const stopping = new AbortController();
      stopper.current = stopping;
      setTested({ steps: [], end: null });
      await apiEvents(
        "/accounts/{id}/test/steps",
        { id, body: model ? { model } : {} },
        ({ step, end }) =>
          setTested((before) => ({ steps: [...(before?.steps ?? []), ...(step ? [step] : [])], end: end ?? null })),
        stopping.signal,
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["/accounts"] }),
  });
  return { run, tested, stop: () => stopper.current?.abort() };
}
