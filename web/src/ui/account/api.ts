import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "@/lib/api/client";

export type Account = Schemas["AccountView"];
export type NewAccount = Schemas["NewAccount"];
export type TestResult = Schemas["TestView"];

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
