import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "@/lib/api/client";
import { useMay } from "@/lib/session";

/** Who an id is, as a door to them; the id while that is unknown. */
export function UserName({ id }: { id: string }) {
  const may = useMay()("users:read");
  const user = useQuery({
    queryKey: ["/users", "one", id],
    queryFn: () => api("get", "/users/{id}", { id }),
    enabled: may,
    staleTime: 300_000,
    retry: false,
  });
  if (!may) return id;
  return (
    <Link to="/users" search={{ open: id } as never} onClick={(event) => event.stopPropagation()}>
      {user.data?.email ?? id}
    </Link>
  );
}

UserName.plain = ({ id }: { id: string }) => id;
