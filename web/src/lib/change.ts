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

/** The fields of an answer that an undo is about to put back: it may do so only while they are still that way. */
export function left(answer: object, back: object): object {
  const known = new Map(Object.entries(answer));
  return Object.fromEntries(
    Object.entries(back).flatMap(([name, value]) => (value === undefined ? [] : [[name, known.get(name)]])),
  );
}

/** What of {@link wish} differs from what there is, and what there was in its place: what an undo sends. */
export function difference<T extends object>(there: T, wish: Partial<T>): { change: Partial<T>; back: Partial<T> } {
  const names = (Object.keys(wish) as (keyof T)[]).filter(
    (name) => JSON.stringify(wish[name]) !== JSON.stringify(there[name]),
  );
  const only = (from: Partial<T>) => Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>;
  return { change: only(wish), back: only(there) };
}
