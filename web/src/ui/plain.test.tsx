import { describe, expect, it } from "vitest";
import { Gauge, Slots } from "./Gauge";
import { plainText } from "./plain";
import { State, StatusCode } from "./State";
import { Copyable, Count, Money, Time } from "./Value";

describe("a cell in a file", () => {
  it("keeps all digits of money and numbers", () => {
    expect(plainText(<Money nanos={11_880_000} short />)).toBe("0.01188");
    expect(plainText(<Money nanos={-3_500_000_000} />)).toBe("-3.50");
    expect(plainText(<Count value={1_312_345} unit="tok" short />)).toBe("1312345");
  });
  it("says moments exactly and states by their names", () => {
    expect(plainText(<Time iso="2026-11-26T06:31:10Z" />)).toBe("2026-11-26T06:31:10Z");
    expect(plainText(<Time iso={null} />)).toBe("");
    expect(plainText(<State state="needs-attention" />)).toBe("needs-attention");
    expect(plainText(<StatusCode status={429} code="rate_limited" />)).toBe("429 rate_limited");
  });
  it("reads through what only dresses it", () => {
    expect(
      plainText(
        <b>
          ana <span className="hg-quiet">/ laptop</span>
        </b>,
      ),
    ).toBe("ana / laptop");
    expect(plainText([<Slots key="s" used={3} of={8} />, " ", <Gauge key="g" name="5h" ppm={710_000} />])).toBe(
      "3/8 5h 71 %",
    );
    expect(plainText(<Copyable text="req-1" shown="req…" />)).toBe("req-1");
    expect(plainText(false)).toBe("");
  });
});
