package dev.headgate.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client's address. What {@code X-Forwarded-For} says is believed from right to left, as far as each word was written by
 * a proxy that the operator trusts: the first address that isn't such a proxy's is the client's; words left of it are the client's
 * own and prove nothing. Without trusted proxies the connection's other end is the client. Immutable.
 */
public final class TrustedProxies {
    private static final IPAddressStringParameters NETWORK = new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowAll(false)
            .allowSingleSegment(false)
            .allowWildcardedSeparator(false)
            .allowPrefixOnly(false)
            .allow_inet_aton(false)
            .toParams();

    private final List<IPAddress> networks;

    private TrustedProxies(List<IPAddress> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * Reads addresses and networks ({@code 10.0.0.0/8}, {@code fd00::/8}).
     *
     * @throws IllegalArgumentException naming the first word that is neither
     */
    public static TrustedProxies of(List<String> words) {
        List<IPAddress> networks = new ArrayList<>(words.size());
        for (String word : words) {
            IPAddress network = new IPAddressString(word.strip(), NETWORK).getAddress();
            if (network == null || network.isMultiple() && !network.isPrefixed()) {
                throw new IllegalArgumentException(
                        "trusted-proxies: \"" + word + "\" (expected: an address or a network such as 10.0.0.0/8)");
            }
            networks.add(network.isPrefixed() ? network.toPrefixBlock() : network);
        }
        return new TrustedProxies(networks);
    }

    /** The address of the client that sent {@code request}, as text; empty where the connection has none. */
    public String client(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String address = peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
        return networks.isEmpty() ? address : client(address, request.headers().getAll(Names.FORWARDED_FOR));
    }

    /** @param forwardedFor all header lines, each a comma-separated list, nearest proxy last */
    String client(String peer, List<String> forwardedFor) {
        IPAddress nearest = address(peer);
        if (nearest == null || !trusted(nearest)) {
            return peer;
        }
        List<String> words = new ArrayList<>();
        forwardedFor.forEach(line -> words.addAll(List.of(line.split(",", -1))));
        for (String word : words.reversed()) {
            IPAddress next = address(word);
            if (next == null) {
                break; // no address: what is left of it is worth no more
            }
            nearest = next;
            if (!trusted(next)) {
                break;
            }
        }
        return nearest.toCanonicalString();
    }

    private boolean trusted(IPAddress address) {
        for (IPAddress network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** One address, with or without brackets and port; an IPv4 one written as IPv6 becomes itself. */
    private static @Nullable IPAddress address(String word) {
        String text = word.strip();
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            text = text.substring(1, bracket);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        IPAddress found = new IPAddressString(text, NETWORK).getAddress();
        if (found == null || found.isMultiple() || found.isPrefixed()) {
            return null;
        }
        return found.isIPv6() && found.toIPv6().isIPv4Mapped() ? found.toIPv6().getEmbeddedIPv4Address() : found;
    }
}
