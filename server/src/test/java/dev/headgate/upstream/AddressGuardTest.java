package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.upstream.AddressGuard.Trust;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard guard = new AddressGuard(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "240.0.0.1",
                "::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "100::1",
                "2001:db8::1",
                "64:ff9b:1::1",
                // IPv4 inside IPv6: mapped, compatible, NAT64, 6to4, Teredo (192.168.0.1 with its bits turned round)
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::1",
                "2002:c0a8:1::",
                "2001:0:1:2:3:4:3f57:fffe"
            })
    void addressesThatAreNotPublicAreRefusedToWhoeverSignedIn(String address) throws Exception {
        assertThat(guard.refusal(InetAddress.getByName(address), Trust.ENTERED)).isPresent();
        assertThat(guard.refusal(InetAddress.getByName(address), Trust.OWNER)).isEmpty();
        assertThat(new AddressGuard(true).refusal(InetAddress.getByName(address), Trust.ENTERED))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "224.0.0.1",
                "239.255.255.255",
                "255.255.255.255",
                "::",
                "ff02::1",
                "::ffff:0.0.0.0"
            })
    void addressesOfNoServerAreRefusedToEveryone(String address) throws Exception {
        assertThat(guard.refusal(InetAddress.getByName(address), Trust.OWNER)).isPresent();
        assertThat(new AddressGuard(true).refusal(InetAddress.getByName(address), Trust.ENTERED))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "169.253.255.255",
                "192.167.255.255",
                "11.0.0.0",
                "128.0.0.1",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "64:ff9b::101:101",
                "2002:101:101::1",
                "::ffff:8.8.8.8"
            })
    void publicAddressesPass(String address) throws Exception {
        assertThat(guard.refusal(InetAddress.getByName(address), Trust.ENTERED)).isEmpty();
    }

    @Test
    void aNameIsJudgedByEveryAddressItResolvesTo() {
        assertThatThrownBy(() -> guard.resolve("localhost", Trust.ENTERED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("localhost")
                .hasMessageContaining("loopback");
        assertThat(guard.resolve("localhost", Trust.OWNER)).isNotEmpty();
    }

    @Test
    void aLiteralIsJudgedWithoutResolvingAndANamePasses() {
        assertThat(guard.literalRefusal("169.254.169.254", Trust.ENTERED).orElseThrow())
                .contains("link-local")
                .contains("169.254.0.0/16");
        assertThat(guard.literalRefusal("api.example.com", Trust.ENTERED)).isEmpty();
    }
}
