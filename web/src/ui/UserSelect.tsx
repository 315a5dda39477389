import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange"> {
  value?: string | null;
  onChange?: (value: string | null) => void;
}

/** A user, found by a part of the address or name. */
export function UserSelect({ value, ...props }: Props) {
  const [search, setSearch] = useState("");
  const found = useQuery({
    queryKey: ["/users", "choice", search],
    queryFn: () => api("get", "/users", { query: { search: search || undefined, limit: 20 } }),
    placeholderData: (before) => before,
  });
  // who is chosen by a link needn't be among the first
  const chosen = useQuery({
    queryKey: ["/users", "one", value],
    queryFn: () => api("get", "/users/{id}", { id: value ?? "" }),
    enabled: Boolean(value) && found.data?.items.every((user) => user.id !== value),
    staleTime: 300_000,
    retry: false,
  });
  const users = [...(found.data?.items ?? []), ...(chosen.data && chosen.data.id === value ? [chosen.data] : [])];
  const listed = users.filter((user, place) => users.findIndex((one) => one.id === user.id) === place);
  return (
    <Select
      {...props}
      value={value}
      searchable
      data={listed.map((user) => ({ value: user.id, label: user.email }))}
      onSearchChange={(words) => setSearch(listed.some((user) => user.email === words) ? "" : words)}
    />
  );
}
