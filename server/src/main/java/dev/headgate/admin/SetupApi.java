package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The set-up wizard's side of the server; closed for good once there is an owner. */
final class SetupApi {
    private final Setup setup;

    SetupApi(Setup setup) {
        this.setup = setup;
    }

    record SetupState(
            boolean needed,

            @Doc("where data goes now; null once there is an owner") @Nullable
            String store) {}

    record TryUrl(
            @Doc("the one-time token that was printed at start")
            Secret token,

            Secret url) {}

    record Tried(boolean ok, List<Setup.Step> steps) {}

    record Owner(
            @Doc("the one-time token that was printed at start")
            Secret token,

            String email,
            @Doc("10 - 1,000 characters") Secret password,
            @Doc("absent = the store in use") @Nullable Secret storeUrl) {}

    record SetUp(
            @Doc("whether Headgate has to be started anew") boolean restart,

            @Doc("the settings file that was written; empty when none had to be")
            String file) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/setup", "setup.show", "Whether this Headgate waits to be set up")
                        .open()
                        .gives(SetupState.class)
                        .by(call -> new SetupState(setup.needed(), setup.needed() ? setup.store() : null)),
                Endpoint.post("/setup/store-test", "setup.try-store", "Try a store out, step by step")
                        .open()
                        .unaudited()
                        .tells(Tried.class)
                        .with(TryUrl.class, (call, input) -> {
                            check(input.token());
                            return tried(setup.tryStore(input.url()));
                        }),
                Endpoint.post("/setup/cluster-test", "setup.try-cluster", "Try a cluster out, step by step")
                        .open()
                        .unaudited()
                        .tells(Tried.class)
                        .with(TryUrl.class, (call, input) -> {
                            check(input.token());
                            return tried(setup.tryCluster(input.url()));
                        }),
                Endpoint.post("/setup", "setup.finish", "Make the owner, once")
                        .open()
                        .secretOnce()
                        .gives(SetUp.class)
                        .with(Owner.class, this::finish));
    }

    private void check(Secret token) {
        if (!setup.needed()) {
            throw new ApiFault(409, "set_up_already", "This Headgate has an owner; sign in.");
        }
        if (!setup.opens(token)) {
            throw new ApiFault(403, "forbidden", "That is not the token that was printed when Headgate started.");
        }
    }

    private static Tried tried(List<Setup.Step> steps) {
        return new Tried(steps.stream().allMatch(Setup.Step::ok), steps);
    }

    private @Nullable Object finish(ApiCall call, Owner input) {
        check(input.token());
        Setup.Finished finished = setup.finish(new Setup.Wish(input.email(), input.password(), input.storeUrl()));
        call.changed("setup.finish", "owner:" + input.email(), null, null);
        return new SetUp(finished.restart(), finished.file());
    }
}
