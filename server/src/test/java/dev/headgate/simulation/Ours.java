package dev.headgate.simulation;

import dev.headgate.accounts.Account;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.PrefixChain;
import dev.headgate.base.UserId;
import dev.headgate.cluster.Affinity;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineup;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.scheduling.Traits;
import dev.headgate.scheduling.Warmth;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Headgate's own choice: the real bindings and the real picker, asked as {@link dev.headgate.scheduling.Placement} asks them. */
final class Ours implements Policy {
    private final Pool pool;
    private final Homes homes;
    private final Lineup lineup;
    private final AccountPicker picker;
    private final SplittableRandom random;

    Ours(Pool pool, Affinity affinity, SchedulingConfig config, long seed) {
        this.pool = pool;
        this.homes = new Homes(affinity);
        this.picker = new AccountPicker(config);
        this.random = new SplittableRandom(seed);
        List<Lineup.Row> rows = pool.accounts().stream()
                .map(account ->
                        new Lineup.Row(account, "m", pool.health().pulse(account.id()), homes.tally(account.id())))
                .toList();
        this.lineup = new Lineup(rows, new Lineup.Unfit(0, 0));
    }

    @Override
    public String name() {
        return "Headgate";
    }

    @Override
    public Choice choose(Call call, Set<AccountId> tried) {
        Homes.Request request = call.request();
        if (request == null) {
            request = homes.request(traits(call), () -> chain(call));
            call.request(request);
            Warmth found = request.find(0).value();
            if (found.home() == null || random.nextInt(8) == 0) {
                request.findByPrompt();
                call.promptAsked(true);
            }
        }
        Decision decision = decide(request, tried, call);
        boolean atHome =
                decision instanceof Decision.Picked picked && picked.why().bound();
        if (!atHome && !call.promptAsked()) {
            request.findByPrompt();
            call.promptAsked(true);
            decision = decide(request, tried, call);
        }
        return switch (decision) {
            case Decision.Picked picked -> {
                call.home(request.warmth().home(), picked.why());
                yield new Choice(picked.account(), false);
            }
            case Decision.NoneAvailable none -> new Choice(null, none.reason() == Decision.Reason.ALL_BUSY);
        };
    }

    private Decision decide(Homes.Request request, Set<AccountId> tried, Call call) {
        return picker.choose(
                lineup,
                pool.clock().instant(),
                new Ask("m", tried, request.warmth(), call.prompt().all()),
                random.nextLong());
    }

    private static Traits traits(Call call) {
        Traffic.Session session = call.session();
        return new Traits(
                new GroupId(1),
                new UserId(session.user()),
                "m",
                session.keyed() ? "session " + session.number() : "",
                "",
                "",
                Duration.ofMinutes(5));
    }

    private static PrefixChain chain(Call call) {
        int[] tokens = call.prompt().tokens();
        int[] bytes = new int[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = tokens[i] * 7 / 2;
        }
        return new PrefixChain(call.prompt().hashes(), bytes, false, Math.min(1, bytes.length - 1), 0);
    }

    @Override
    public void answered(Call call, Account by) {
        Homes.Request request = call.request();
        if (request != null) {
            request.answeredBy(by.id(), "", new long[0], pool.clock().instant());
        }
    }
}
