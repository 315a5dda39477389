import { useMutation, useQueryClient } from "@tanstack/react-query";

/** A change of the server's state, and the lists that are asked for again after it. */
export function useChange<I, O>(
  change: (input: I) => Promise<O>,
  refresh: readonly string[],
  done?: (answer: O) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await client.invalidateQueries({ predicate: (query) => refresh.includes(String(query.queryKey[0])) });
      done?.(answer);
    },
  });
}
