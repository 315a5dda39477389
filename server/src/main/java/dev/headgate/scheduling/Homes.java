package dev.headgate.scheduling;

import dev.headgate.accounts.Stickiness;
import dev.headgate.base.AccountId;
import dev.headgate.base.Fingerprint;
import dev.headgate.base.GroupId;
import dev.headgate.base.PrefixChain;
import dev.headgate.cluster.Affinity;
import dev.headgate.cluster.Answer;
import dev.headgate.cluster.Name;
import dev.headgate.scheduling.Warmth.Hard;
import dev.headgate.scheduling.Warmth.HomeKind;
import dev.headgate.scheduling.Warmth.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Remembers where requests belong: which account made an answer, holds a session, or has a prompt's beginning in its cache. */
public final class Homes implements Stickiness {
    /*
     * Bindings, each from a name to an account, kept as long as the provider's cache lives without being read:
     *
     *     made      id of an answer, encrypted item, named cache    hard; 30 days
     *     maker     id of an answer → its user                      another user can't continue it
     *     session   user and session                                home
     *     guest     user and session                                where it went while home was away
     *     turn      model and whole prompt                          home of the conversation that goes on from it
     *     warm      model, beginning of a prompt, place 0-7         up to eight accounts that have it cached
     *
     * All are made when an answer has ended well, never before. A session that is answered elsewhere while its home binding lives
     * becomes a guest there, and home is not renewed: if home is well again before its cache is cold, the session goes back, else
     * the guest's place becomes home. So binding a session never needs to read before it writes.
     *
     * `warm` keeps beginnings shared by many conversations (instructions and tools, and those with the first message), if they are
     * long enough to be cached at all. An account's place follows from its id, so that two calls never write the same place for
     * different reasons.
     *
     * Cost: two questions a call at most: by name, and, where that finds no home, by prompt. Only the second needs the
     * fingerprints, so a session that is at home is not fingerprinted.
     *
     * Threading: thread-safe; one Request belongs to one call.
     */
    private static final Duration MADE = Duration.ofDays(30);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int WARM_PLACES = 8;
    private static final int TURNS_MAX = 16;
    private static final int SHARED_MAX = 2;

    private final Affinity affinity;
    private final ConcurrentHashMap<AccountId, SessionTally> tallies = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<GroupId, Spaces> spaces = new ConcurrentHashMap<>();

    private record Spaces(String session, String guest, String turn, String warm) {
        static Spaces of(GroupId group) {
            return new Spaces("session-" + group, "guest-" + group, "turn-" + group, "warm-" + group);
        }
    }

    public Homes(Affinity affinity) {
        this.affinity = affinity;
    }

    /** How many sessions live on an account. */
    public SessionTally tally(AccountId account) {
        SessionTally known = tallies.get(account);
        return known != null ? known : tallies.computeIfAbsent(account, made -> new SessionTally());
    }

    /**
     * A request to be placed.
     *
     * @param chain makes the fingerprints of its prompt; called at most once, and only when they are needed
     */
    public Request request(Traits traits, Supplier<PrefixChain> chain) {
        return new Request(traits, chain);
    }

    @Override
    public void forget(AccountId account) {
        affinity.forgetValue(account.value());
    }

    @Override
    public void forget(GroupId group) {
        Spaces of = spaces(group);
        affinity.forgetSpace(of.session());
        affinity.forgetSpace(of.guest());
        affinity.forgetSpace(of.turn());
        affinity.forgetSpace(of.warm());
    }

    @Override
    public int sessions(AccountId account, Instant now) {
        SessionTally known = tallies.get(account);
        return known == null ? 0 : known.count(now);
    }

    private Spaces spaces(GroupId group) {
        Spaces known = spaces.get(group);
        return known != null ? known : spaces.computeIfAbsent(group, Spaces::of);
    }

    private static int place(AccountId account) {
        return (int) (Fingerprint.mix(account.value()) & (WARM_PLACES - 1));
    }

    /** Tokens of so many bytes of JSON, about 3.5 bytes each. */
    private static int tokens(int bytes) {
        return (int) (bytes * 2L / 7);
    }

    /** One request's bindings. Confined to its call. */
    public final class Request {
        private final Traits traits;
        private final Spaces of;
        private final long modelHash;
        private final long sessionHash;
        private final Supplier<PrefixChain> source;
        private @Nullable PrefixChain chain;
        private Warmth warmth = Warmth.NONE;
        private boolean foreign;

        private Request(Traits traits, Supplier<PrefixChain> source) {
            this.traits = traits;
            this.of = spaces(traits.group());
            this.modelHash = Fingerprint.of(traits.model());
            this.sessionHash = Fingerprint.of(traits.session());
            this.source = source;
        }

        /** Whether it wants to continue an answer that another user got. */
        public boolean foreign() {
            return foreign;
        }

        /** Where it belongs. */
        public Warmth warmth() {
            return warmth;
        }

        /** Tells its conversation from others as long as the program runs and after; 0 where nothing was found out that tells. */
        long conversation() {
            if (!traits.session().isEmpty()) {
                return Fingerprint.mix(sessionHash ^ traits.user().value());
            }
            PrefixChain known = chain;
            return known == null || known.size() == 0 ? 0 : known.hashes()[known.opening()];
        }

        /** The fingerprints, made now if they were not. */
        public PrefixChain chain() {
            PrefixChain known = chain;
            if (known == null) {
                known = source.get();
                chain = known;
            }
            return known;
        }

        /**
         * Finds out where it belongs.
         *
         * @param sealed fingerprint of an encrypted item that it carries, 0 when it has none
         */
        public Answer<Warmth> find(long sealed) {
            Answer<List<OptionalLong>> named = affinity.getAll(List.of(
                    new Name(
                            "made",
                            0,
                            traits.previousResponse().isEmpty() ? 0 : Fingerprint.of(traits.previousResponse())),
                    new Name(
                            "maker",
                            0,
                            traits.previousResponse().isEmpty() ? 0 : Fingerprint.of(traits.previousResponse())),
                    new Name("made", 1, sealed),
                    new Name("made", 2, traits.cachedContent().isEmpty() ? 0 : Fingerprint.of(traits.cachedContent())),
                    new Name(of.session(), traits.user().value(), sessionHash),
                    new Name(of.guest(), traits.user().value(), sessionHash)));
            return then(named, this::named);
        }

        private Answer<Warmth> named(List<OptionalLong> found) {
            Hard hard = hard(found);
            boolean inSession = !traits.session().isEmpty();
            AccountId home = inSession ? account(found.get(4)) : null;
            AccountId guest = inSession ? account(found.get(5)) : null;
            warmth = new Warmth(
                    hard, home == null ? guest : home, HomeKind.SESSION, home == null ? null : guest, List.of());
            return Answer.of(warmth);
        }

        private @Nullable Hard hard(List<OptionalLong> found) {
            AccountId maker = account(found.get(0));
            if (maker != null && !traits.previousResponse().isEmpty()) {
                OptionalLong user = found.get(1);
                foreign = user.isPresent() && user.getAsLong() != traits.user().value();
                return new Hard(maker, "previous_response_id");
            }
            AccountId sealer = account(found.get(2));
            if (sealer != null) {
                return new Hard(sealer, "encrypted reasoning");
            }
            AccountId holder = account(found.get(3));
            return holder == null || traits.cachedContent().isEmpty() ? null : new Hard(holder, "cachedContent");
        }

        private static @Nullable AccountId account(OptionalLong value) {
            return value.isPresent() ? new AccountId(value.getAsLong()) : null;
        }

        /** Looks at the prompt too: where its beginning is in a cache. For a request whose named home can't take it. */
        public Answer<Warmth> findByPrompt() {
            PrefixChain of = chain();
            if (of.size() == 0) {
                return Answer.of(warmth);
            }
            List<Name> names = new ArrayList<>(TURNS_MAX + SHARED_MAX * WARM_PLACES);
            int last = of.size() - 1;
            int oldest = Math.max(0, of.size() - TURNS_MAX);
            for (int i = last; i >= oldest; i--) {
                names.add(turn(of.hashes()[i]));
            }
            for (int i = sharedLinks(of) - 1; i >= 0; i--) {
                for (int place = 0; place < WARM_PLACES; place++) {
                    names.add(warm(of.hashes()[i], place));
                }
            }
            return then(affinity.getAll(names), found -> byPrompt(of, found, last - oldest + 1));
        }

        private Answer<Warmth> byPrompt(PrefixChain of, List<OptionalLong> found, int turns) {
            AccountId home = warmth.home();
            HomeKind kind = warmth.homeKind();
            List<Place> places = new ArrayList<>(0);
            for (int i = 0; i < found.size(); i++) {
                AccountId account = account(found.get(i));
                if (account == null) {
                    continue;
                }
                if (i == 0) {
                    places.add(new Place(account, tokens(of.bytes()[of.size() - 1]))); // the same prompt again
                } else if (i >= turns) {
                    int link = sharedLinks(of) - 1 - (i - turns) / WARM_PLACES;
                    places.add(new Place(account, tokens(of.bytes()[link])));
                } else if (home == null) {
                    home = account;
                    kind = HomeKind.CONVERSATION;
                }
            }
            warmth = new Warmth(warmth.hard(), home, kind, warmth.guest(), places);
            return Answer.of(warmth);
        }

        /** How many of the first links are kept as shared beginnings: those followed by others, and long enough. */
        private int sharedLinks(PrefixChain of) {
            int links = Math.min(SHARED_MAX, of.size());
            while (links > 0 && tokens(of.bytes()[links - 1]) < Costs.CACHEABLE_TOKENS) {
                links--;
            }
            return links;
        }

        private Name turn(long hash) {
            return new Name(of.turn(), modelHash, hash);
        }

        private Name warm(long hash, int place) {
            return new Name(of.warm(), modelHash + place, hash);
        }

        /**
         * The request has been answered well: binds it.
         *
         * @param responseId id of the answer, empty when only its text matters
         * @param sealed fingerprints of encrypted items in it
         */
        public void answeredBy(AccountId account, String responseId, long[] sealed, Instant now) {
            answeredBy(account, responseId, sealed, now, false);
        }

        /**
         * The same.
         *
         * @param longLived whether the provider says that it keeps what it cached for an hour; a session that is at home is not
         *     fingerprinted, so its request doesn't tell
         */
        public void answeredBy(AccountId account, String responseId, long[] sealed, Instant now, boolean longLived) {
            boolean hour = longLived || chain != null && chain.longLived();
            Duration life = hour ? HOUR : traits.cacheLife();
            if (!responseId.isEmpty()) {
                long id = Fingerprint.of(responseId);
                affinity.put(new Name("made", 0, id), account.value(), MADE);
                affinity.put(new Name("maker", 0, id), traits.user().value(), MADE);
            }
            for (long item : sealed) {
                affinity.put(new Name("made", 1, item), account.value(), MADE);
            }
            if (!traits.cachedContent().isEmpty()) {
                affinity.put(new Name("made", 2, Fingerprint.of(traits.cachedContent())), account.value(), HOUR);
            }
            if (!traits.session().isEmpty()) {
                boolean guest = warmth.home() != null
                        && warmth.homeKind() == HomeKind.SESSION
                        && !warmth.home().equals(account);
                String space = guest ? of.guest() : of.session();
                affinity.put(new Name(space, traits.user().value(), sessionHash), account.value(), life);
                tally(account).mark(Fingerprint.mix(sessionHash + traits.user().value()), now);
            }
            PrefixChain prompt = chain;
            if (prompt != null && prompt.size() > 0) {
                affinity.put(turn(prompt.hashes()[prompt.size() - 1]), account.value(), life);
                for (int i = 0; i < sharedLinks(prompt); i++) {
                    affinity.put(warm(prompt.hashes()[i], place(account)), account.value(), life);
                }
                if (traits.session().isEmpty()) {
                    tally(account).mark(prompt.hashes()[prompt.opening()], now);
                }
            }
        }
    }

    private static <A, B> Answer<B> then(Answer<A> first, java.util.function.Function<A, Answer<B>> next) {
        if (first.known()) {
            return next.apply(first.value());
        }
        Answer.Later<B> later = new Answer.Later<>();
        first.then(value -> next.apply(value).then(later::complete, later::fail), later::fail);
        return later;
    }
}
