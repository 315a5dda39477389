package dev.headgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What people are shown is what was charged. */
class CostSheetTest {
    private static final BigInteger PPM = BigInteger.valueOf(1_000_000);

    private static BigInteger scaled(CostSheet sheet) {
        BigInteger sum = BigInteger.ZERO;
        for (CostSheet.Line line : sheet.lines()) {
            BigInteger amount = BigInteger.valueOf(line.count()).multiply(BigInteger.valueOf(line.picos()));
            sum = sum.add(
                    line.tokens()
                            ? amount.multiply(BigInteger.valueOf(sheet.speedPpm()))
                                    .multiply(BigInteger.valueOf(sheet.regionPpm()))
                            : amount.multiply(PPM).multiply(PPM));
        }
        return sum;
    }

    @Test
    void itsLinesComeToTheCostWhateverWasUsed() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            Price price = price(random);
            TokenUsage used = used(random);
            ServiceTerms terms =
                    new ServiceTerms("", random.nextBoolean() ? "fast" : "", random.nextBoolean() ? "us" : "");

            CostSheet sheet = CostSheet.of(price, used, terms);

            assertThat(scaled(sheet)).isEqualTo(Cost.of(price, used, terms).scaled());
            assertThat(sheet.longContext()).isEqualTo(used.prompt() > 50_000);
        }
    }

    private static Price price(Random random) {
        return new Price(
                "test",
                rates(random),
                new Price.LongContext(50_000, rates(random)),
                Map.of(),
                Map.of("speed:fast", 6_000_000L, "region:us", 1_100_000L),
                new Price.Units(
                        random.nextInt(1_000_000),
                        random.nextInt(9_000_000),
                        random.nextBoolean(),
                        random.nextInt(90),
                        7));
    }

    private static Price.Rates rates(Random random) {
        return new Price.Rates(
                random.nextInt(5_000_000),
                random.nextInt(25_000_000),
                random.nextInt(500_000),
                random.nextInt(6_000_000),
                random.nextInt(9_000_000));
    }

    private static TokenUsage used(Random random) {
        TokenUsage.Extras extras = random.nextBoolean()
                ? TokenUsage.Extras.NONE
                : new TokenUsage.Extras(
                        random.nextInt(50),
                        random.nextInt(50),
                        random.nextInt(50),
                        random.nextInt(50),
                        random.nextInt(4),
                        random.nextInt(3),
                        random.nextInt(60));
        return new TokenUsage(
                random.nextInt(60_000),
                random.nextInt(4_000),
                random.nextInt(60_000),
                random.nextInt(9_000),
                random.nextInt(900),
                random.nextInt(5_000),
                extras);
    }
}
