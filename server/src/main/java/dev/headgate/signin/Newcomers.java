package dev.headgate.signin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.identity.Person;
import dev.headgate.identity.Role;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes somebody a user who can sign in. Blocking; thread-safe. */
public final class Newcomers {
    private final People people;
    private final Identity identity;
    private final Welcome welcome;

    public Newcomers(People people, Identity identity, Welcome welcome) {
        this.people = people;
        this.identity = identity;
        this.welcome = welcome;
    }

    /**
     * What somebody says of themselves.
     *
     * @param name how they want to be called, may be empty
     */
    public record Self(
            String name, Secret password, @Nullable String promoCode) {}

    /**
     * Somebody who has come.
     *
     * @param promoCodeRefusal why their promotion code was refused, empty when it wasn't
     */
    public record Arrived(Person person, Optional<String> promoCodeRefusal) {}

    /**
     * What they get.
     *
     * @param giftId names the gift, so that it is given once; empty = it is named after the user
     */
    record Terms(Role role, Money gift, String giftId, CallLimits limits) {}

    /** @param password null for who comes in another way */
    Arrived make(String email, @Nullable Secret password, String name, Terms terms, @Nullable String promoCode) {
        if (password != null) {
            People.checkNew(password);
        }
        if (people.named(email).isPresent()) {
            throw new GatewayException(ErrorCode.FORBIDDEN, "There is an account with this address; sign in.");
        }
        UserId user = identity.ensureUser(email, terms.limits()).id();
        people.allow(user, terms.role(), name, password);
        identity.reload();
        String code = promoCode == null || promoCode.isBlank() ? null : promoCode.strip();
        String giftId = terms.giftId().isEmpty() ? "registration:" + user : terms.giftId();
        Optional<String> refusal =
                welcome.greet(new Welcome.Newcomer(user, address(email), terms.gift(), giftId, code));
        return new Arrived(people.person(user).orElseThrow(), refusal);
    }

    static String address(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
