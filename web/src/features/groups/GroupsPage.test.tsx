import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { open } from "@/testing/open";
import { answers, page, session } from "@/testing/server";

const TEAM: Schemas["GroupView"] = {
  id: "1",
  name: "team",
  enabled: true,
  declared: false,
  multiplier_ppm: 1_200_000,
  billing: "balance",
  unknown_model: { policy: "refuse", input_picos: null, output_picos: null },
  opened: false,
  note: "",
  accounts: 2,
  keys: 3,
};

async function edit(...permissions: string[]) {
  return editAs("groups:write", ...permissions);
}

async function editAs(...permissions: string[]) {
  answers("get", "/setup", { needed: false, store: null });
  answers("get", "/session", session("groups:read", ...permissions));
  answers("get", "/groups", page(TEAM));
  const sent: unknown[] = [];
  answers("patch", "/groups/{id}", ({ body }) => {
    sent.push(body);
    return TEAM;
  });
  answers("patch", "/groups/{id}/terms", ({ body }) => {
    sent.push({ terms: body });
    return TEAM;
  });
  const person = open("/groups");
  await person.click(await screen.findByRole("button", { name: /team/ }));
  await person.click(await screen.findByRole("menuitem", { name: "Edit" }));
  return { person, sent, dialog: await screen.findByRole("dialog") };
}

describe("what of a group moves money", () => {
  it("is shown, locked and not sent for who may not move money", async () => {
    const { person, sent, dialog } = await edit();
    const factor = within(dialog).getByLabelText(/Price factor/) as HTMLInputElement;
    expect(factor.disabled).toBe(true);
    expect(factor.value).toBe("1.2");
    expect(within(dialog).getAllByText(/money:write/)).toHaveLength(4);
    await person.type(within(dialog).getByLabelText("Note"), "ours");
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent).toEqual([{ name: "team", note: "ours" }]));
    await person.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(sent[1]).toEqual({ name: "team", note: "" }));
  });

  it("is all that who keeps the money changes", async () => {
    const { person, sent, dialog } = await editAs("money:write");
    expect((within(dialog).getByLabelText(/^Name/) as HTMLInputElement).disabled).toBe(true);
    const factor = within(dialog).getByLabelText(/Price factor/);
    await person.clear(factor);
    await person.type(factor, "2");
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(sent).toEqual([
        { terms: { billing: "balance", multiplier_ppm: 2_000_000, unknown_model: { policy: "refuse" } } },
      ]),
    );
  });

  it("is sent by who may", async () => {
    const { person, sent, dialog } = await edit("money:write");
    const factor = within(dialog).getByLabelText(/Price factor/);
    await person.clear(factor);
    await person.type(factor, "1.5");
    await person.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent).toMatchObject([{ billing: "balance", multiplier_ppm: 1_500_000 }]));
  });
});
