package dev.headgate.signin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.People;
import dev.headgate.identity.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accounts offered to the owners of addresses; who invites vouches for the address. An invitation gives no more than who made it may
 * do, at the moment it is accepted too. Good once; kept as its token's hash. Blocking; thread-safe.
 */
public final class Invitations {
    private static final int DAYS_MAX = 90;

    private final SignInParts parts;
    private final IdSource ids;
    private final People people;
    private final Newcomers newcomers;
    private final Post post;

    Invitations(SignInParts parts, IdSource ids, People people, Newcomers newcomers, Post post) {
        this.parts = parts;
        this.ids = ids;
        this.people = people;
        this.newcomers = newcomers;
        this.post = post;
    }

    /** Who invites; {@code id} 0 for a program. */
    public record Inviter(UserId id, String name) {}

    /**
     * What to offer.
     *
     * @param days until it is over, 1 - 90
     */
    public record Offer(String email, Role role, Money gift, int days, Language language) {}

    /**
     * An invitation just made.
     *
     * @param link shown once
     * @param mailed whether a letter with it is on its way
     */
    public record Made(Invitation invitation, Secret link, boolean mailed) {}

    public Made make(Offer offer, Inviter inviter) {
        Check.range("days", offer.days(), 1, DAYS_MAX);
        Check.that(offer.gift().compareTo(Money.ZERO) >= 0, "gift", offer.gift(), "not below zero");
        String address = Registration.checked(offer.email());
        Check.that(people.named(address).isEmpty(), "email", "\"" + address + "\"", "of somebody without an account");
        Secret token = parts.newToken();
        Instant now = parts.clock().instant();
        Invitation invitation = new Invitation(
                ids.next(),
                address,
                offer.role(),
                offer.gift(),
                inviter.id(),
                inviter.name(),
                now,
                now.plus(Duration.ofDays(offer.days())));
        String link = post.base().get() + "/invitation#token=" + token.reveal();
        boolean mailed = post.mail().ready();
        parts.store().write(handle -> {
            JdbcInvitationStore.insert(handle, invitation, KeyHash.of(token.reveal()));
            if (mailed) {
                post.mail().send(handle, post.letters().invitation(offer.language(), address, inviter.name(), link));
            }
            return 0;
        });
        post.mail().wake();
        return new Made(invitation, new Secret(link), mailed);
    }

    /** Open and past ones, the newest first. */
    public List<Invitation> list(long beforeId, int limit) {
        return parts.store().read(handle -> JdbcInvitationStore.page(handle, beforeId, limit));
    }

    /** Takes one back; as it was, empty when there is none. */
    public Optional<Invitation> remove(long id) {
        return parts.store().write(handle -> {
            Optional<Invitation> found = JdbcInvitationStore.byId(handle, id);
            JdbcInvitationStore.delete(handle, id);
            return found;
        });
    }

    /** What a token offers, while it is good. */
    public Optional<Invitation> look(Secret token) {
        KeyHash hash = KeyHash.of(token.reveal());
        return parts.store()
                .read(handle ->
                        JdbcInvitationStore.byHash(handle, hash, parts.clock().millis()))
                .filter(this::inviterStillMay);
    }

    private boolean inviterStillMay(Invitation invitation) {
        if (invitation.inviterId().value() == 0) {
            return true;
        }
        return people.person(invitation.inviterId())
                .filter(inviter -> inviter.user().enabled())
                .filter(inviter -> inviter.role()
                        .permissions()
                        .containsAll(invitation.role().permissions()))
                .isPresent();
    }

    /** Makes the account that was offered. */
    public Newcomers.Arrived accept(Secret token, Newcomers.Self self) {
        Invitation invitation = look(token).orElseThrow(MailedLinks::over);
        Newcomers.Terms terms = new Newcomers.Terms(
                invitation.role(), invitation.gift(), "invitation:" + invitation.id(), CallLimits.NONE);
        Newcomers.Arrived arrived =
                newcomers.make(invitation.email(), self.password(), self.name(), terms, self.promoCode());
        parts.store().write(handle -> JdbcInvitationStore.delete(handle, invitation.id()));
        return arrived;
    }
}
