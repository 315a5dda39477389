package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client can't choose its own address: only what trusted proxies wrote counts. */
class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer | X-Forwarded-For, lines parted by ; | client
                "203.0.113.9 | 198.51.100.1 | 203.0.113.9",
                "10.1.2.3 | 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | - | 10.1.2.3",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1, 198.51.100.1, 10.9.9.9 | 198.51.100.1",
                "10.1.2.3 | 1.1.1.1;198.51.100.1 | 198.51.100.1",
                "192.0.2.7 | 10.0.0.5 | 10.0.0.5",
                "192.0.2.8 | 10.0.0.5 | 192.0.2.8",
                "10.1.2.3 | 198.51.100.1:4711 | 198.51.100.1",
                "fd00::1 | [2001:db8::9]:443 | 2001:db8::9",
                "fd00::1 | 2001:DB8:0:0::9 | 2001:db8::9",
                "::ffff:10.1.2.3 | ::ffff:198.51.100.1 | 198.51.100.1",
                "10.1.2.3 | unknown | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, unknown | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, 10.0.0.0/8 | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1, * | 10.1.2.3",
                "10.1.2.3 | 198.51.100.1,  | 10.1.2.3",
                "10.1.2.3 | 1 | 10.1.2.3"
            })
    void theNearestAddressThatIsNoTrustedProxyIsTheClients(String peer, String forwarded, String client) {
        List<String> lines = forwarded == null ? List.of() : Arrays.asList(forwarded.split(";", -1));

        assertThat(proxies.client(peer, lines)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nowhere", "10.0.0.0/33", "*", "10.0.0.*", "10.1", "10.0.0.1-5", "::/129", "fe80"})
    void whatIsNoAddressAndNoNetworkIsRefusedByName(String word) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of("10.0.0.1", word)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trusted-proxies: \"" + word + "\"")
                .hasMessageContaining("expected: an address or a network");
    }
}
