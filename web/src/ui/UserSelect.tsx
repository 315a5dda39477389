import { Select, type SelectProps } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";

/** A user, found by a part of the address or name. */
export function UserSelect(props: Omit<SelectProps, "data">) {
  const [search, setSearch] = useState("");
  const found = useQuery({
    queryKey: ["/users", "choice", search],
    queryFn: () => api("get", "/users", { query: { search: search || undefined, limit: 20 } }),
    placeholderData: (before) => before,
  });
  return (
    <Select
      {...props}
      searchable
      data={found.data?.items.map((user) => ({ value: user.id, label: user.email })) ?? []}
      onSearchChange={(words) => setSearch(found.data?.items.some((user) => user.email === words) ? "" : words)}
    />
  );
}
