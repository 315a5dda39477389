package dev.headgate.accounts;

import dev.headgate.accounts.QuotaSample.Of;
import dev.headgate.base.AccountId;
import dev.headgate.base.Check;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How full each account's quota windows were, and what becomes of them at the pace of late. Readings come from {@link HealthKeeper};
 * which of them are kept is {@link QuotaSampler}'s word. Blocks; thread-safe.
 */
public final class QuotaHistory {
    /** The longest stretch that is shown at once. */
    public static final Duration STRETCH_MAX = Duration.ofDays(400);

    /** The most points of one window. */
    public static final int POINTS_MAX = 1_000;

    /** A forecast looks back over a quarter of a window; a month's is a week, and a day more tells whether it was watched before. */
    private static final Duration FORECAST_LOOKS_BACK = Duration.ofDays(9);

    private static final int FORECAST_POINTS = 600;
    private static final int PIECE = 2_000;

    private final Store store;
    private final Accounts accounts;
    private final AccountHealth health;
    private final InstantSource clock;
    private final QuotaSampler sampler = new QuotaSampler();

    public QuotaHistory(Store store, Accounts accounts, AccountHealth health, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.health = health;
        this.clock = clock;
    }

    /** So much was used at that instant, parts per million; it stands until the next point. */
    public record Point(Instant at, int usedPpm) {}

    /**
     * One window.
     *
     * @param model upstream name of the model that it is of, empty where it is the whole account's
     * @param length how long it is, null when nobody says
     * @param limit in its own unit, -1 when only a share is told
     * @param now as it is told now, null when it isn't any more
     * @param points its course, in order of time
     */
    public record Course(
            String model,
            String name,
            @Nullable Duration length,
            long limit,
            @Nullable QuotaWindow now,
            List<Point> points,
            QuotaForecast forecast) {
        public Course {
            points = List.copyOf(points);
        }
    }

    /**
     * The windows of an account between two instants, those of the whole account first.
     *
     * @param points about the most points of each
     */
    public List<Course> of(AccountId id, Instant from, Instant to, int points) {
        Check.that(from.isBefore(to), "from", from, "before " + to);
        Check.that(
                Duration.between(from, to).compareTo(STRETCH_MAX) <= 0, "from", from, "at most 400 days before " + to);
        Check.range("points", points, 10, POINTS_MAX);
        Account account = accounts.directory()
                .account(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("account: " + id.value() + " (expected: a known account)"));
        Instant now = clock.instant();
        Instant start = Instant.ofEpochMilli(slot(from) * QuotaSample.SLOT.toMillis());
        Map<Of, List<QuotaSample>> samples = samples(id, start, to, points);
        Map<Of, QuotaSample> earlier = earlier(id, start);
        Map<Of, List<QuotaSample>> late = samples(id, now.minus(FORECAST_LOOKS_BACK), now, FORECAST_POINTS);
        Map<Of, QuotaWindow> current = current(account);
        Map<String, Of> all = new TreeMap<>();
        samples.keySet().forEach(of -> all.put(of.model() + '\n' + of.name(), of));
        current.keySet().forEach(of -> all.put(of.model() + '\n' + of.name(), of));
        List<Course> courses = new ArrayList<>();
        for (Of of : all.values()) {
            QuotaWindow window = current.get(of);
            List<QuotaSample> own = samples.getOrDefault(of, List.of());
            QuotaSample before = earlier.get(of);
            QuotaSample any = own.isEmpty() ? before : own.getLast();
            QuotaForecast forecast = window == null
                    ? new QuotaForecast.Unknown()
                    : QuotaForecast.of(window, points(late.getOrDefault(of, List.of())), now);
            boolean reachesNow = !to.isBefore(now.minus(QuotaSample.SLOT)); // whoever asks until now asked a moment ago
            courses.add(new Course(
                    of.model(),
                    of.name(),
                    window != null ? window.length() : any == null ? null : any.length(),
                    window != null ? window.limit() : any == null ? -1 : any.limit(),
                    window,
                    QuotaCourse.of(before, own, reachesNow ? window : null, start, reachesNow ? now : to),
                    forecast));
        }
        return courses;
    }

    private static List<Point> points(List<QuotaSample> samples) {
        return samples.stream()
                .map(sample -> new Point(sample.at(), sample.usedPpm()))
                .toList();
    }

    private static Map<Of, QuotaWindow> current(Account account, AccountState state) {
        Map<Of, QuotaWindow> current = new HashMap<>();
        state.windows().forEach(window -> current.put(new Of(account.id(), "", window.name()), window));
        state.models()
                .forEach((model, of) -> of.windows()
                        .forEach(window -> current.put(new Of(account.id(), model, window.name()), window)));
        return current;
    }

    private Map<Of, QuotaWindow> current(Account account) {
        return current(account, health.state(account));
    }

    private static long slot(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), QuotaSample.SLOT.toMillis());
    }

    private Map<Of, List<QuotaSample>> samples(AccountId id, Instant from, Instant to, int points) {
        long first = slot(from);
        long last = slot(to) + 1;
        long step = Math.max(1, Math.ceilDiv(last - first, points));
        Map<Of, List<QuotaSample>> all = new HashMap<>();
        for (QuotaSample sample : store.read(handle -> JdbcQuotaSamples.stretch(handle, id, first, last, step))) {
            if (!sample.at().isBefore(from) && !sample.at().isAfter(to)) {
                all.computeIfAbsent(sample.of(), made -> new ArrayList<>()).add(sample);
            }
        }
        return all;
    }

    private Map<Of, QuotaSample> earlier(AccountId id, Instant from) {
        long first = slot(from);
        long since = slot(from.minus(FORECAST_LOOKS_BACK.multipliedBy(4))); // longer than any window
        Map<Of, QuotaSample> all = new HashMap<>();
        store.read(handle -> JdbcQuotaSamples.before(handle, id, first, since))
                .forEach(sample -> all.put(sample.of(), sample));
        return all;
    }

    /**
     * Takes out readings of that age, in small pieces; returns how many.
     *
     * @param age zero = never
     * @param stop asked after each piece whether to leave the rest for later
     */
    public static long cut(Store store, Instant now, Duration age, BooleanSupplier stop) {
        if (age.isZero()) {
            return 0;
        }
        long slot = slot(now.minus(age));
        long gone = 0;
        int piece;
        do {
            piece = store.write(handle -> JdbcQuotaSamples.cut(handle, slot, PIECE));
            gone += piece;
        } while (piece > 0 && !stop.getAsBoolean());
        return gone;
    }

    /** Readings of an account's windows, maybe known ones among them. */
    synchronized void see(AccountId id, List<AccountMarks.Told> told) {
        told.forEach(one -> sampler.see(QuotaSample.of(id, one.model(), one.window())));
    }

    /** Keeps what is due; what can't be kept now is kept with the next. */
    synchronized void keep() {
        keep(sampler.due(clock.instant()));
    }

    /** Keeps what was seen in the running five minutes too: nobody will do it later. */
    synchronized void keepAll() {
        keep(sampler.due(null));
    }

    private void keep(List<QuotaSample> due) {
        Set<AccountId> known = new HashSet<>();
        accounts.directory().accounts().forEach(account -> known.add(account.id()));
        sampler.only(known);
        List<QuotaSample> wanted = due.stream()
                .filter(sample -> known.contains(sample.of().account()))
                .toList();
        if (wanted.isEmpty()) {
            return;
        }
        try {
            store.write(handle -> {
                JdbcQuotaSamples.keep(handle, wanted);
                return 0;
            });
        } catch (RuntimeException e) {
            sampler.again(wanted);
            throw e;
        }
    }
}
