package dev.headgate.app;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.config.Doc;
import dev.headgate.identity.DeclaredUser;
import dev.headgate.identity.User;
import org.jspecify.annotations.Nullable;

/** A user as the file declares it. */
public record UserNode(
        @Doc("e-mail address") String email,

        @Doc("USD granted once, when the user is created") @Nullable
        Money balance,

        @Doc("calls at once over all keys, 0 = no limit") @Nullable
        Integer concurrency,

        @Doc("calls within a minute over all keys, 0 = no limit") @Nullable
        Long rpm,

        @Doc("tokens within a minute over all keys, those read from a cache not counted; 0 = no limit") @Nullable
        Long tpm,

        @Doc("how much of a full pool the user gets beside others, 1 to 1000; default 1") @Nullable
        Integer share,

        @Doc("charge per the group's, e.g. 0.9; at most 6 decimals, 0 to 1000; default 1") @Nullable
        String rateMultiplier,

        @Nullable SpendNode spend,

        @Doc("the plan the user is subscribed to, once") @Nullable
        String subscription) {
    public UserNode {
        Check.notBlank("email", email);
        Check.that(balance == null || !balance.isNegative(), "balance", String.valueOf(balance), "0 or more");
        Check.range("share", share == null ? 1 : share, 1, User.SHARE_MAX);
        limits(concurrency, rpm, tpm, spend);
        multiplier(rateMultiplier);
    }

    private static long multiplier(@Nullable String text) {
        long ppm = DeclareConfig.scaled("rate-multiplier", text == null ? "1" : text);
        Check.that(ppm <= User.MULTIPLIER_PPM_MAX, "rate-multiplier", String.valueOf(text), "0 to 1000");
        return ppm;
    }

    static CallLimits limits(
            @Nullable Integer concurrency, @Nullable Long rpm, @Nullable Long tpm, @Nullable SpendNode spend) {
        return new CallLimits(
                concurrency == null ? 0 : concurrency,
                rpm == null ? 0 : rpm,
                tpm == null ? 0 : tpm,
                SpendNode.limits(spend));
    }

    DeclaredUser declared() {
        return new DeclaredUser(
                email,
                balance == null ? Money.ZERO : balance,
                limits(concurrency, rpm, tpm, spend),
                share == null ? 1 : share,
                multiplier(rateMultiplier));
    }
}
