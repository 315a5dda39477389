package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.TokenUsage.Extras;
import dev.headgate.protocol.UsageReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a row was rated on is read back as it was written. */
class RatingTest {
    private static final TokenUsage TOKENS = new TokenUsage(1, 2, 3, 4, 5, 6, new Extras(7, 8, 9, 10, 11, 12, 13));

    @Test
    void whatIsUsualTakesNoRoom() {
        assertThat(Rating.NONE.text(Extras.NONE)).isEmpty();
        assertThat(new Rating("openai", ServiceTerms.NONE, List.of(), 1_000_000, 1_000_000, 1_000_000)
                        .text(Extras.NONE))
                .isEqualTo("p=openai");
        assertThat(Rating.parse("").rating()).isEqualTo(Rating.NONE);
    }

    @Test
    void everythingIsReadBack() {
        Rating rating = new Rating(
                "anthropic",
                new ServiceTerms("priority", "fast", "us"),
                List.of(new UsageReport.Part("", TOKENS), new UsageReport.Part("claude, a=b", TOKENS)),
                1_500_000,
                2_000_000,
                500_000);

        Rating.Read read = Rating.parse(rating.text(TOKENS.extras()));

        assertThat(read.rating()).isEqualTo(rating);
        assertThat(read.extras()).isEqualTo(TOKENS.extras());
    }
}
