package dev.headgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateHeadersTest {
    @Test
    void timesAreWrittenAsTheVendorsDo() {
        assertThat(RateHeaders.duration(0)).isEqualTo("0ms");
        assertThat(RateHeaders.duration(120)).isEqualTo("120ms");
        assertThat(RateHeaders.duration(1_001)).isEqualTo("2s");
        assertThat(RateHeaders.duration(90_000)).isEqualTo("1m30s");
        assertThat(RateHeaders.duration(7_200_000)).isEqualTo("2h0m0s");
    }
}
