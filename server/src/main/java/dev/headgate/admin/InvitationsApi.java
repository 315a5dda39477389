package dev.headgate.admin;

import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import dev.headgate.signin.Invitation;
import dev.headgate.signin.Invitations;
import dev.headgate.signin.Newcomers;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Accounts offered to people, and how they take them. */
final class InvitationsApi {
    private static final int DAYS = 7;

    private final SignInWays ways;
    private final SessionStart start;

    InvitationsApi(SignInWays ways, SessionStart start) {
        this.ways = ways;
        this.start = start;
    }

    record NewInvitation(
            @Doc("of whom to invite; you vouch for it") String email,

            @Doc("nobody can give more than they have; absent = user") @Nullable
            String role,

            @Needs(Permission.MONEY_WRITE) @Doc("what their balance begins with, nano-dollars; absent = 0") @Nullable
            Long giftNanos,

            @Doc("until it is over, 1 - 90; absent = 7") @Nullable
            Integer days,

            @Doc("of the letter: en or zh; absent = the browser's") @Nullable
            String language) {}

    record InvitationView(
            String id,
            String email,
            String role,
            long giftNanos,
            String invitedBy,
            Instant createdAt,
            Instant expiresAt) {}

    record MadeInvitation(
            InvitationView invitation,
            @Doc("shown once") String link,

            @Doc("whether a letter with the link is on its way")
            boolean mailed) {}

    record InvitationQuery(
            @Nullable Integer limit, @Nullable String cursor) {}

    record InvitationToken(Secret token) {}

    record InvitationOffer(String email, String role, String invitedBy, Instant expiresAt) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/invitations", "invitations.list", "Invitations not yet accepted, the newest first")
                        .needs(Permission.USERS_READ)
                        .givesPage(InvitationView.class)
                        .with(InvitationQuery.class, this::list),
                Endpoint.post("/invitations", "invitations.create", "Invite somebody; the link is shown once")
                        .needs(Permission.USERS_WRITE)
                        .freshProof()
                        .secretOnce()
                        .gives(MadeInvitation.class)
                        .with(NewInvitation.class, this::make),
                Endpoint.delete("/invitations/{id}", "invitations.delete", "Take an invitation back")
                        .needs(Permission.USERS_WRITE)
                        .by(this::remove),
                Endpoint.post("/invitations/look", "invitations.look", "What an invitation offers")
                        .open()
                        .unaudited()
                        .tells(InvitationOffer.class)
                        .with(InvitationToken.class, this::look),
                Endpoint.post("/invitations/accept", "invitations.accept", "Make the account offered; signs in")
                        .open()
                        .secretOnce()
                        .gives(RegistrationApi.Registered.class)
                        .with(RegistrationApi.Registrant.class, this::accept));
    }

    private static InvitationView view(Invitation one) {
        return new InvitationView(
                Long.toString(one.id()),
                one.email(),
                one.role().id(),
                one.gift().nanos(),
                one.inviter(),
                one.createdAt(),
                one.expiresAt());
    }

    private @Nullable Object list(ApiCall call, InvitationQuery query) {
        int limit = Lists.limit(query.limit());
        Long cursor = Lists.cursor(query.cursor());
        List<Invitation> found = ways.invitations().list(cursor == null ? Long.MAX_VALUE : cursor, limit + 1);
        return Lists.page(found, limit, InvitationsApi::view, one -> Long.toString(one.id()));
    }

    private @Nullable Object make(ApiCall call, NewInvitation input) {
        Role role = input.role() == null ? Role.USER : Role.of(input.role());
        Money gift = new Money(input.giftNanos() == null ? 0 : input.giftNanos());
        requireMay(call.actor(), role);
        Invitations.Made made = ways.invitations()
                .make(
                        new Invitations.Offer(
                                input.email(),
                                role,
                                gift,
                                input.days() == null ? DAYS : input.days(),
                                RegistrationApi.language(call, ways, input.language())),
                        inviter(call.actor()));
        InvitationView view = view(made.invitation());
        call.changed("invitations.create", "invitation:" + view.id(), null, view);
        return new MadeInvitation(view, made.link().reveal(), made.mailed());
    }

    /** Nobody gives what they don't have. */
    private static void requireMay(Actor actor, Role role) {
        for (Permission permission : role.permissions()) {
            if (permission != Permission.OWN && !actor.may(permission)) {
                throw new ApiFault(
                        403,
                        "forbidden",
                        "You can't give the role " + role.id() + ": you lack " + permission.id() + ".");
            }
        }
        if (role != Role.USER && !actor.may(Permission.ROLES_WRITE)) {
            throw new ApiFault(403, "forbidden", "Giving a role needs the permission roles:write.");
        }
    }

    private static Invitations.Inviter inviter(Actor actor) {
        UserId id = actor instanceof Actor.Browser browser
                ? browser.signedIn().session().user()
                : new UserId(0);
        return new Invitations.Inviter(id, actor.name());
    }

    private @Nullable Object remove(ApiCall call) {
        Invitation before = ways.invitations().remove(call.id()).orElseThrow(() -> ApiFault.notFound("invitation"));
        call.changed("invitations.delete", "invitation:" + before.id(), view(before), null);
        return null;
    }

    private @Nullable Object look(ApiCall call, InvitationToken input) {
        Invitation one = ways.invitations().look(input.token()).orElseThrow(() -> ApiFault.notFound("invitation"));
        return new InvitationOffer(one.email(), one.role().id(), one.inviter(), one.expiresAt());
    }

    private @Nullable Object accept(ApiCall call, RegistrationApi.Registrant input) {
        RegistrationApi.requireTerms(ways, input);
        Newcomers.Arrived arrived = ways.invitations().accept(input.token(), RegistrationApi.self(input));
        return RegistrationApi.registered(call, "invitations.accept", arrived, start);
    }
}
