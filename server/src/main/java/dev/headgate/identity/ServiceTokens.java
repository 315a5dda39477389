package dev.headgate.identity;

import dev.headgate.base.Check;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddressString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens of programs that call the API, each with its permissions and networks. Blocking; thread-safe. */
public final class ServiceTokens {
    /** How a token's text begins. */
    public static final String PREFIX = "hg-svc-";

    /** How far apart a token's last use is written down. */
    private static final Duration USED_EVERY = Duration.ofMinutes(1);

    private final Store store;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;

    public ServiceTokens(Store store, IdSource ids, SecureRandom random, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /**
     * A token to be made.
     *
     * @param networks CIDR ranges; empty = from anywhere
     */
    public record Wish(
            String name,
            Set<Permission> permissions,
            List<String> networks,
            @Nullable Instant expiresAt,
            String createdBy) {
        public Wish {
            Check.notBlank("name", name);
            Check.that(!permissions.isEmpty(), "permissions", "[]", "at least one");
            permissions = Set.copyOf(permissions);
            networks = List.copyOf(networks);
            networks.forEach(ServiceTokens::range);
        }
    }

    /** A token just made; its text is shown once. */
    public record Made(ServiceToken token, Secret text) {}

    /** Makes a token. */
    public Made make(Wish wish) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Secret text =
                new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        ServiceToken token = new ServiceToken(
                ids.next(),
                wish.name(),
                wish.permissions(),
                wish.networks(),
                wish.createdBy(),
                clock.instant(),
                null,
                wish.expiresAt(),
                true);
        store.write(handle -> {
            if (JdbcTokenStore.named(handle, wish.name())) {
                throw new IllegalArgumentException("name: \"" + wish.name() + "\" (expected: one not in use)");
            }
            JdbcTokenStore.insert(handle, token, KeyHash.of(text.reveal()));
            return 0;
        });
        return new Made(token, text);
    }

    /** The token of that text, when it may be used now and from there. */
    public Optional<ServiceToken> use(Secret text, String address) {
        KeyHash hash = KeyHash.of(text.reveal());
        Instant now = clock.instant();
        Optional<ServiceToken> found = store.read(handle -> JdbcTokenStore.byHash(handle, hash))
                .filter(ServiceToken::enabled)
                .filter(token -> token.expiresAt() == null || now.isBefore(token.expiresAt()))
                .filter(token -> comesFrom(token.networks(), address));
        found.filter(token ->
                        token.usedAt() == null || now.isAfter(token.usedAt().plus(USED_EVERY)))
                .ifPresent(token -> store.write(handle -> {
                    JdbcTokenStore.used(handle, token.id(), now.toEpochMilli());
                    return 0;
                }));
        return found;
    }

    private static boolean comesFrom(List<String> networks, String address) {
        if (networks.isEmpty()) {
            return true;
        }
        var from = new IPAddressString(address).getAddress();
        return from != null
                && networks.stream().anyMatch(network -> range(network).contains(new IPAddressString(address)));
    }

    private static IPAddressString range(String network) {
        IPAddressString range = new IPAddressString(network);
        try {
            range.validate();
        } catch (AddressStringException e) {
            throw new IllegalArgumentException(
                    "networks: \"" + network + "\" (expected: an address or a range like 10.0.0.0/8)", e);
        }
        return range;
    }

    /** All tokens, the newest first. */
    public List<ServiceToken> list() {
        return store.read(JdbcTokenStore::all);
    }

    /** Lets a token be used or not; the token as it was, empty when there is none of that id. */
    public Optional<ServiceToken> enable(long id, boolean enabled) {
        return store.write(handle -> {
            Optional<ServiceToken> before = JdbcTokenStore.byId(handle, id);
            JdbcTokenStore.enable(handle, id, enabled);
            return before;
        });
    }

    /** Removes a token; the token as it was, empty when there is none of that id. */
    public Optional<ServiceToken> remove(long id) {
        return store.write(handle -> {
            Optional<ServiceToken> before = JdbcTokenStore.byId(handle, id);
            JdbcTokenStore.delete(handle, id);
            return before;
        });
    }
}
