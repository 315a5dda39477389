package dev.headgate.admin;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.PastState;
import dev.headgate.accounts.QuotaForecast;
import dev.headgate.accounts.QuotaHistory;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.base.AccountId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How full accounts' quota windows were, and what becomes of them at this pace. */
final class QuotasApi {
    private static final Duration USUAL = Duration.ofDays(1);
    private static final int POINTS = 200;

    private final Features.Pool pool;
    private final InstantSource clock;

    QuotasApi(Features.Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    record QuotaStretch(
            @Doc("a day before the end unless given") @Nullable
            Instant from,

            @Doc("now unless given") @Nullable Instant to,

            @Doc("about the most points of each window, 10 - 1,000; 200 unless given") @Example("100") @Nullable
            Integer points) {}

    record QuotaPoint(Instant at, @Doc("parts per million") int usedPpm) {}

    /** A straight line through the last quarter of the window. */
    record ForecastView(
            @Doc("when nothing is left of it, where that is before its reset") @Nullable
            Instant usedUpAt,

            @Doc("what is used of it at its reset, parts per million, where it lasts") @Nullable
            Integer atResetPpm) {}

    record QuotaCourse(
            @Doc("5h, 7d, requests, tokens …") String name,

            @Doc("upstream name of the model that it counts; null where it counts all") @Nullable
            String model,

            @Doc("its length; null when nobody says") @Nullable
            Long lengthSeconds,

            @Doc("-1 when only a share is told") long limit,

            @Doc("parts per million now; null when it isn't told any more") @Nullable
            Integer usedPpm,

            @Nullable Instant resetsAt,

            @Doc(
                    "its course: each value stands until the next; of a window that refills all the time the highest of each five minutes")
            List<QuotaPoint> points,

            @Doc("at the pace of late; null when nothing can be said") @Nullable
            ForecastView forecast) {}

    record QuotaHistoryView(
            Instant from,
            Instant to,

            @Doc("those of the whole account first") List<QuotaCourse> windows,

            @Doc("when it took no calls, the newest first, at most 500")
            List<PastStateView> states) {}

    record StatesStretch(
            @Doc("a day before the end unless given") @Nullable
            Instant from,

            @Doc("now unless given") @Nullable Instant to) {}

    record PastStateView(
            String accountId,
            String account,

            @Doc("upstream name of the model that it was; null where it was the whole account") @Nullable
            String model,

            @Doc("cooling, exhausted, paused or needs-attention")
            String state,

            Instant from,

            @Doc("when it was over, or will be as far as is known; null while nobody knows") @Nullable
            Instant until,

            String reason,

            @Doc("rests that followed one another within a minute are told as one")
            int times) {}

    record PastStatesView(
            Instant from,
            Instant to,
            @Doc("the newest first, at most 500") List<PastStateView> states) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(
                                "/accounts/{id}/quota-history",
                                "accounts.quota-history",
                                "How full its quota windows were, what becomes of them at this pace, and when it took no calls")
                        .needs(Permission.ACCOUNTS_READ)
                        .gives(QuotaHistoryView.class)
                        .with(QuotaStretch.class, this::show),
                Endpoint.get("/account-states", "accounts.states", "When accounts took no calls, and why")
                        .needs(Permission.ACCOUNTS_READ)
                        .gives(PastStatesView.class)
                        .with(StatesStretch.class, this::states));
    }

    private Object show(ApiCall call, QuotaStretch input) {
        AccountId id = new AccountId(call.id());
        if (pool.accounts().directory().account(id).isEmpty()) {
            throw ApiFault.notFound("account");
        }
        Instant now = clock.instant();
        Instant to = input.to() == null ? now : input.to();
        Instant from = input.from() == null ? to.minus(USUAL) : input.from();
        int points = input.points() == null ? POINTS : input.points();
        List<QuotaCourse> windows = pool.history().of(id, from, to, points).stream()
                .map(course -> view(course, now))
                .toList();
        return new QuotaHistoryView(from, to, windows, states(id, from, to));
    }

    private Object states(ApiCall call, StatesStretch input) {
        Instant to = input.to() == null ? clock.instant() : input.to();
        Instant from = input.from() == null ? to.minus(USUAL) : input.from();
        return new PastStatesView(from, to, states(null, from, to));
    }

    private List<PastStateView> states(@Nullable AccountId id, Instant from, Instant to) {
        return pool.past().between(id, from, to).stream().map(this::view).toList();
    }

    private PastStateView view(PastState state) {
        AccountId id = state.of().account();
        String model = state.of().model();
        return new PastStateView(
                Long.toString(id.value()),
                pool.accounts().directory().account(id).map(Account::name).orElse(""),
                model.isEmpty() ? null : model,
                state.status().id(),
                state.from(),
                state.until(),
                state.reason(),
                state.times());
    }

    private static QuotaCourse view(QuotaHistory.Course course, Instant now) {
        QuotaWindow window = course.now();
        Duration length = course.length();
        return new QuotaCourse(
                course.name(),
                course.model().isEmpty() ? null : course.model(),
                length == null ? null : (Long) length.toSeconds(),
                course.limit(),
                window == null ? null : (Integer) window.usedPpmAt(now),
                window == null ? null : window.resetsAt(),
                course.points().stream()
                        .map(point -> new QuotaPoint(point.at(), point.usedPpm()))
                        .toList(),
                view(course.forecast()));
    }

    private static @Nullable ForecastView view(QuotaForecast forecast) {
        return switch (forecast) {
            case QuotaForecast.UsedUp used -> new ForecastView(used.at(), null);
            case QuotaForecast.Lasts lasts -> new ForecastView(null, lasts.usedPpm());
            case QuotaForecast.Unknown unknown -> null;
        };
    }
}
