package dev.headgate.signin;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done for somebody who has just come: for features that know of money. May be asked twice for the same newcomer. */
@FunctionalInterface
public interface Welcome {
    /**
     * Somebody new.
     *
     * @param gift what their balance begins with
     * @param giftId names the gift, so that it is given once: {@code invitation:1}, {@code registration:1}
     */
    record Newcomer(
            UserId user,
            String email,
            Money gift,
            String giftId,
            @Nullable String promoCode) {
        /** Why they get the gift: what its id begins with. */
        public String reason() {
            return giftId.substring(0, giftId.indexOf(':'));
        }
    }

    /** Gives them what they get; why the promotion code was refused, in words, empty when it wasn't. */
    Optional<String> greet(Newcomer newcomer);
}
