package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AddressListTest {
    @Test
    void addressesAndNetworksOfBothKinds() {
        AddressList list = AddressList.of(List.of("10.1.0.0/16", "192.0.2.7", "2001:db8::/32", "::1"));
        for (String inside : List.of("10.1.255.3", "192.0.2.7", "2001:db8:1::5", "::1", "0:0:0:0:0:0:0:1")) {
            assertThat(list.contains(inside)).as(inside).isTrue();
        }
        for (String outside :
                List.of("10.2.0.1", "192.0.2.8", "2001:db9::1", "::2", "", "unknown", "10.1.0.0/16", "*")) {
            assertThat(list.contains(outside)).as(outside).isFalse();
        }
    }

    /** A dual-stack socket shows IPv4 clients as mapped addresses. */
    @Test
    void mappedAddressesAreTheirIpv4Selves() {
        assertThat(AddressList.of(List.of("10.0.0.0/8")).contains("::ffff:10.2.3.4"))
                .isTrue();
        assertThat(AddressList.of(List.of("::ffff:10.2.3.4")).contains("10.2.3.4"))
                .isTrue();
    }

    @Test
    void noListMeansEverywhere() {
        assertThat(AddressList.of(List.of()).contains("198.51.100.1")).isTrue();
        assertThat(AddressList.of(List.of())).isEqualTo(AddressList.ANY);
    }

    @Test
    void whatIsNoAddressIsRefusedWithItsText() {
        for (String bad : List.of("", "10.0.0.0/33", "example.com", "10.0.0.*", "10.0.0.1-20", "300.1.1.1")) {
            assertThatThrownBy(() -> AddressList.of(List.of(bad))).as(bad).hasMessageContaining("\"" + bad + "\"");
        }
    }
}
