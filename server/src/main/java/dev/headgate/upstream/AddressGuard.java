package dev.headgate.upstream;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * The one guard against being led to addresses that the operator did not mean (server-side request forgery), for base URLs,
 * proxies and webhooks. It judges addresses, not spellings: a name, a decimal or an octal number all end as an address, and an
 * IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo) is judged as itself.
 *
 * <p>Ranges: IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and updates, read 2026-11). Resolving blocks:
 * never call {@link #resolve} on an event loop. Stateless.
 */
public final class AddressGuard {
    /** Who entered an address. */
    public enum Trust {
        /** The owner of the machine, in its settings file: private addresses are theirs to name. */
        OWNER,
        /** Someone signed in, through the API: only public addresses. */
        ENTERED
    }

    private record Range(IPAddress block, String name) {
        static Range of(String cidr, String name) {
            return new Range(new IPAddressString(cidr).getAddress(), name);
        }
    }

    /** Never the address of a server. */
    private static final List<Range> NOWHERE = List.of(
            Range.of("0.0.0.0/8", "this network"),
            Range.of("224.0.0.0/4", "multicast"),
            Range.of("255.255.255.255/32", "broadcast"),
            Range.of("::/128", "unspecified"),
            Range.of("ff00::/8", "multicast"));

    private static final List<Range> NOT_PUBLIC = List.of(
            Range.of("10.0.0.0/8", "private"),
            Range.of("100.64.0.0/10", "shared by carriers"),
            Range.of("127.0.0.0/8", "loopback"),
            Range.of("169.254.0.0/16", "link-local"),
            Range.of("172.16.0.0/12", "private"),
            Range.of("192.0.0.0/24", "protocol assignments"),
            Range.of("192.0.2.0/24", "documentation"),
            Range.of("192.88.99.0/24", "relay anycast"),
            Range.of("192.168.0.0/16", "private"),
            Range.of("198.18.0.0/15", "benchmarks"),
            Range.of("198.51.100.0/24", "documentation"),
            Range.of("203.0.113.0/24", "documentation"),
            Range.of("240.0.0.0/4", "reserved"),
            Range.of("::1/128", "loopback"),
            Range.of("64:ff9b:1::/48", "local translation"),
            Range.of("100::/64", "discard"),
            Range.of("2001:2::/48", "benchmarks"),
            Range.of("2001:db8::/32", "documentation"),
            Range.of("3fff::/20", "documentation"),
            Range.of("5f00::/16", "segment routing"),
            Range.of("fc00::/7", "unique local"),
            Range.of("fe80::/10", "link-local"),
            Range.of("fec0::/10", "site-local"));

    private static final IPAddress NAT64 = new IPAddressString("64:ff9b::/96").getAddress();
    private static final IPAddress COMPATIBLE = new IPAddressString("::/96").getAddress();

    private final boolean allowPrivate;
    private final Names names;

    /** {@code allowPrivate} lets addresses be private whoever entered them. */
    public AddressGuard(boolean allowPrivate) {
        this(allowPrivate, InetAddress::getAllByName);
    }

    /** @param names knows all addresses of a name; may block */
    AddressGuard(boolean allowPrivate, Names names) {
        this.allowPrivate = allowPrivate;
        this.names = names;
    }

    /** All addresses of a name, or of an address written as text. */
    @FunctionalInterface
    interface Names {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /** Why {@code address} may not be connected to, in words; empty when it may. */
    public Optional<String> refusal(InetAddress address, Trust trust) {
        return refusal(new IPAddressNetwork.IPAddressGenerator().from(address.getAddress()), trust);
    }

    private Optional<String> refusal(IPAddress address, Trust trust) {
        Optional<IPAddress> inner = embedded(address);
        if (inner.isPresent()) {
            return refusal(inner.get(), trust);
        }
        for (Range range : NOWHERE) {
            if (range.block().contains(address)) {
                return Optional.of(words(address, range));
            }
        }
        if (allowPrivate || trust == Trust.OWNER) {
            return Optional.empty();
        }
        for (Range range : NOT_PUBLIC) {
            if (range.block().contains(address)) {
                return Optional.of(words(address, range));
            }
        }
        return Optional.empty();
    }

    private static String words(IPAddress address, Range range) {
        return address.toCanonicalString() + " is " + range.name() + " ("
                + range.block().toCanonicalString() + ")";
    }

    /** The IPv4 address that an IPv6 one leads to. */
    private static Optional<IPAddress> embedded(IPAddress address) {
        if (!address.isIPv6()) {
            return Optional.empty();
        }
        IPv6Address six = address.toIPv6();
        if (six.isIPv4Mapped() || NAT64.contains(six)) {
            return Optional.of(six.getEmbeddedIPv4Address());
        }
        if (COMPATIBLE.contains(six) && !six.isZero() && !six.isLoopback()) {
            return Optional.of(six.getEmbeddedIPv4Address());
        }
        if (six.is6To4()) {
            return Optional.of(six.get6To4IPv4Address());
        }
        if (six.isTeredo()) {
            // the client's address stands in the last 32 bits, each bit turned round (RFC 4380, 4)
            byte[] bytes = six.getBytes();
            byte[] four = new byte[4];
            for (int i = 0; i < 4; i++) {
                four[i] = (byte) ~bytes[12 + i];
            }
            return Optional.of(new IPAddressNetwork.IPAddressGenerator().from(four));
        }
        return Optional.empty();
    }

    /**
     * Resolves {@code host} and judges every address. Connect to one of those returned, not to the name: a second look-up may
     * answer otherwise. Blocks.
     *
     * @throws IllegalArgumentException when the name is unknown or one of its addresses is refused
     */
    public List<InetAddress> resolve(String host, Trust trust) {
        InetAddress[] found;
        try {
            found = names.all(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "host: \"" + host + "\" is not known (expected: a name that resolves)", e);
        }
        for (InetAddress address : found) {
            Optional<String> refusal = refusal(address, trust);
            if (refusal.isPresent()) {
                throw new IllegalArgumentException("host: \"" + host + "\": " + refusal.get() + " (expected: a "
                        + (trust == Trust.OWNER ? "server's" : "public") + " address)");
            }
        }
        return List.of(found);
    }

    /**
     * The same for a host that a proxy looks up. What is known of it here is judged; empty when nothing is, since a proxy may stand
     * where other names are known. Blocks.
     *
     * @throws IllegalArgumentException when one of its addresses is refused
     */
    public List<InetAddress> resolveBehindProxy(String host, Trust trust) {
        try {
            names.all(host);
        } catch (UnknownHostException e) {
            return List.of();
        }
        return resolve(host, trust);
    }

    /** The same for a host that is written as an address; a name passes unseen. Doesn't block. */
    public Optional<String> literalRefusal(String host, Trust trust) {
        IPAddress address = new IPAddressString(host).getAddress();
        return address == null || address.isMultiple() ? Optional.empty() : refusal(address, trust);
    }
}
