package dev.headgate.identity;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv6.IPv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and networks, e.g. {@code 10.0.0.0/8} or {@code 2001:db8::1}. An IPv4 address inside an IPv6 one (mapped) is taken as
 * itself. Immutable.
 */
public final class AddressList {
    /** Every address. */
    public static final AddressList ANY = new AddressList(List.of());

    private final List<String> texts;
    private final List<IPAddress> blocks;

    private AddressList(List<String> texts) {
        this.texts = List.copyOf(texts);
        this.blocks = texts.stream().map(AddressList::block).toList();
    }

    /**
     * Reads a list; an empty one is {@link #ANY}.
     *
     * @throws IllegalArgumentException with the entry that is no address or network
     */
    public static AddressList of(List<String> texts) {
        return texts.isEmpty() ? ANY : new AddressList(texts);
    }

    private static IPAddress block(String text) {
        IPAddress address = text.isBlank() ? null : new IPAddressString(text.strip()).getAddress();
        if (address == null || !text.matches("[0-9a-fA-F.:/]+")) {
            throw new IllegalArgumentException(
                    "address: \"" + text + "\" (expected: an address or network such as 10.0.0.0/8 or 2001:db8::1)");
        }
        return plain(address.toPrefixBlock());
    }

    private static IPAddress plain(IPAddress address) {
        IPv6Address six = address.isIPv6() ? address.toIPv6() : null;
        if (six == null || !six.isIPv4Mapped() || six.getPrefixLength() != null && six.getPrefixLength() < 96) {
            return address;
        }
        return six.getEmbeddedIPv4Address();
    }

    public boolean isAny() {
        return blocks.isEmpty();
    }

    /** As it was written. */
    public List<String> texts() {
        return texts;
    }

    /** Whether {@code address}, written in digits, is in the list; a text that is none never is, unless all are. */
    public boolean contains(String address) {
        if (blocks.isEmpty()) {
            return true;
        }
        IPAddress parsed = new IPAddressString(address).getAddress();
        if (parsed == null || parsed.isMultiple()) {
            return false;
        }
        IPAddress plain = plain(parsed);
        for (IPAddress block : blocks) {
            if (block.contains(plain)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressList list && texts.equals(list.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return String.join(" ", texts);
    }
}
