import { describe, expect, it } from "vitest";
import { bytes } from "./bytes";

describe("bytes", () => {
  it("are told in the unit that fits", () => {
    expect([0, 1023, 1024, 1536, 1024 ** 3 * 12.345].map(bytes)).toEqual([
      "0 B",
      "1023 B",
      "1 KiB",
      "1.5 KiB",
      "12.3 GiB",
    ]);
  });
});
