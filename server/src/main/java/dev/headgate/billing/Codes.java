package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Codes that give money, days of a plan or places for calls. A code is taken by each user at most once and no more often than its
 * batch allows, however many try at once. {@link #extraPlaces} never blocks; all else does. Thread-safe.
 */
public final class Codes {
    /** Letters and digits that are not mistaken for one another: 32, so five bits each; 20 of them are 100 random bits. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int LENGTH = 20;
    private static final int BATCH_MAX = 100_000;
    private static final int PREFIX = 4;
    private static final String EXPIRED = "This code has expired.";
    /** Names the batch of a code that is made and taken at once. */
    private static final String SOLD = "sold ";

    /** It is taken at once; until then it holds, should a clock be turned back. */
    private static final Duration SOLD_FOR = Duration.ofDays(1);

    private static final String USED_UP = "This code has been used.";

    private final Store store;
    private final Changes changes;
    private final Ledger ledger;
    private final Subscriptions subscriptions;
    private final IdSource ids;
    private final InstantSource clock;
    private final MoneyEvent.Listener listener;
    private final Map<UserId, Integer> places = new ConcurrentHashMap<>();

    Codes(Subscriptions.Parts parts, Subscriptions subscriptions, MoneyEvent.Listener listener) {
        this.listener = listener;
        this.store = parts.store();
        this.changes = parts.changes();
        this.ledger = parts.ledger();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.subscriptions = subscriptions;
    }

    /** A batch and how much of it is used. */
    public record Listed(CodeBatch batch, int codes, int uses) {}

    /**
     * Makes a batch of random codes. Their texts are returned and kept nowhere.
     *
     * @param wanted the batch; its id is not looked at
     * @param count 1 to 100,000
     */
    public List<String> make(CodeBatch wanted, int count, SecureRandom random) {
        Check.range("count", count, 1, BATCH_MAX);
        Map<String, String> texts = new LinkedHashMap<>();
        while (texts.size() < count) {
            String text = text(random);
            texts.put(hash(text), text);
        }
        save(wanted, texts);
        return new ArrayList<>(texts.values());
    }

    /** Makes a promotion whose code is a word of the operator's, e.g. WELCOME10. */
    public void makePromo(CodeBatch wanted, String word) {
        Check.that(wanted.kind() == CodeBatch.Kind.PROMO, "kind", wanted.kind().id(), "promo");
        String plain = normal(word);
        Check.that(
                plain.length() >= 4 && plain.length() <= 40, "code", "\"" + word + "\"", "4 to 40 letters and digits");
        save(wanted, Map.of(hash(plain), plain));
    }

    private void save(CodeBatch wanted, Map<String, String> texts) {
        CodeBatch batch = new CodeBatch(
                ids.next(), wanted.name(), wanted.kind(), wanted.gift(), wanted.expiresAt(), wanted.usesMax(), true);
        Map<String, String> prefixes = new LinkedHashMap<>();
        texts.forEach((hash, text) -> prefixes.put(hash, text.substring(0, PREFIX) + "…"));
        store.write(handle -> {
            Check.that(
                    !JdbcCodeStore.named(handle, batch.name()),
                    "batch",
                    "\"" + batch.name() + "\"",
                    "a name that no batch has");
            JdbcCodeStore.insert(handle, batch, clock.millis());
            JdbcCodeStore.insert(handle, batch.id(), prefixes);
            return 0;
        });
    }

    private static String text(SecureRandom random) {
        StringBuilder text = new StringBuilder(LENGTH + 3);
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % 5 == 0) {
                text.append('-');
            }
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /** Case, spaces and dashes don't matter. */
    private static String normal(String text) {
        return text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }

    private static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(normal(text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Batches, codes and redemptions a page at a time. */
    public CodeLists lists() {
        return new CodeLists(store);
    }

    /**
     * What a promotion's code would give to whoever registers now; for the form, before there is a user.
     *
     * @throws GatewayException {@code invalid_request} when it is unknown, expired or used up
     */
    public CodeBatch.Gift promotion(String text) {
        String hash = hash(text);
        return store.read(handle -> {
            CodeBatch batch = taken(handle, hash, CodeBatch.Kind.PROMO);
            if (!clock.instant().isBefore(batch.expiresAt())) {
                throw refused(EXPIRED);
            }
            if (JdbcCodeStore.uses(handle, hash) >= batch.usesMax()) {
                throw refused(USED_UP);
            }
            return batch.gift();
        });
    }

    private static CodeBatch taken(Handle handle, String hash, CodeBatch.Kind kind) {
        return JdbcCodeStore.batchOf(handle, hash)
                .filter(batch -> batch.kind() == kind && batch.enabled())
                .orElseThrow(() -> refused("This code is not known."));
    }

    /** All batches. */
    public List<Listed> list() {
        return store.read(JdbcCodeStore::list);
    }

    /** No code of the batch is taken any more; false when there is no such batch. */
    public boolean disable(String batch) {
        return store.write(handle -> JdbcCodeStore.disable(handle, batch));
    }

    /**
     * Takes a code from a user; {@link Written#EXISTS} when this user has redeemed it before.
     *
     * @throws GatewayException {@code invalid_request} when it is unknown, expired, used up or not meant for this
     */
    public Written redeem(String text, UserId user) {
        return redeem(text, user, CodeBatch.Kind.REDEEM);
    }

    /** Takes a promotion's code from a user who registers. */
    public Written redeemAtRegistration(String text, UserId user) {
        return redeem(text, user, CodeBatch.Kind.PROMO);
    }

    private Written redeem(String text, UserId user, CodeBatch.Kind kind) {
        String hash = hash(text);
        return changes.operate(tx -> redeem(tx, taken(tx.handle(), hash, kind), hash, user));
    }

    private Written redeem(Changes.Tx tx, CodeBatch batch, String hash, UserId user) {
        if (!JdbcCodeStore.redeem(tx.handle(), hash, user, clock.millis())) {
            return Written.EXISTS;
        }
        if (!clock.instant().isBefore(batch.expiresAt())) {
            throw refused(EXPIRED);
        }
        if (!JdbcCodeStore.use(tx.handle(), hash, batch.usesMax())) {
            throw refused(USED_UP);
        }
        give(tx, batch, hash, user);
        String use = hash.substring(0, 32) + ":" + user.value();
        listener.happened(tx.handle(), new MoneyEvent.CodeRedeemed(use, user, batch));
        return Written.DONE;
    }

    /**
     * Makes a code and takes it for a user, both or neither: for a shop that sells it. {@link Written#EXISTS} when that was done before
     * under this id.
     *
     * @param id the shop's own for the sale, at most 100 characters
     * @throws GatewayException {@code conflict} when the id was used for another user or gift
     */
    public Written makeAndRedeem(String id, CodeBatch.Gift gift, UserId user, SecureRandom random) {
        String text = text(random);
        String hash = hash(text);
        Instant now = clock.instant();
        CodeBatch made = new CodeBatch(ids.next(), SOLD + id, CodeBatch.Kind.REDEEM, gift, now.plus(SOLD_FOR), 1, true);
        return changes.operate(tx -> {
            Optional<CodeBatch> before = JdbcCodeStore.byName(tx.handle(), made.name());
            if (before.isPresent()) {
                boolean same = before.get().gift().equals(gift)
                        && JdbcCodeStore.takenBy(tx.handle(), before.get().id(), user);
                if (!same) {
                    throw new GatewayException(
                            ErrorCode.CONFLICT, "id: \"" + id + "\" was used for another user or gift");
                }
                return Written.EXISTS;
            }
            JdbcCodeStore.insert(tx.handle(), made, now.toEpochMilli());
            JdbcCodeStore.insert(tx.handle(), made.id(), Map.of(hash, text.substring(0, PREFIX) + "…"));
            return redeem(tx, made, hash, user);
        });
    }

    private static GatewayException refused(String words) {
        return new GatewayException(ErrorCode.INVALID_REQUEST, words);
    }

    private void give(Changes.Tx tx, CodeBatch batch, String hash, UserId user) {
        CodeBatch.Gift gift = batch.gift();
        if (gift.balance().nanos() > 0) {
            // the first 32 hex digits of the hash tell codes apart; the whole one would not fit beside the user
            String id = "code:" + hash.substring(0, 32) + ":" + user.value();
            ledger.post(
                    tx,
                    new LedgerPosting.Noted(
                            new LedgerPosting(id, Books.GRANTS, Books.of(user), gift.balance(), "code"), batch.name()));
        }
        if (gift.planDays() > 0) {
            subscriptions.giveDays(tx, user, gift.planId(), gift.planDays());
        }
        if (gift.places() > 0) {
            JdbcCodeStore.addPlaces(tx.handle(), user, gift.places());
            tx.note(Change.Kind.PLACES, user.value(), Money.ZERO);
        }
    }

    void load(Handle handle) {
        places.clear();
        places.putAll(JdbcCodeStore.places(handle));
    }

    Runnable reload(Handle handle, UserId user) {
        int read = JdbcCodeStore.places(handle, user);
        return () -> places.put(user, read);
    }

    /** Calls at once that a user has beside those of the account itself. */
    public int extraPlaces(UserId user) {
        return places.getOrDefault(user, 0);
    }
}
