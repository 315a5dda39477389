package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.signin.ExternalFailure;
import dev.headgate.signin.ExternalIdentity;
import dev.headgate.signin.ExternalSignIn;
import dev.headgate.signin.IdentityProvider;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in by another site, and linking oneself to one. */
final class ExternalApi {
    private static final Logger log = LoggerFactory.getLogger(ExternalApi.class);
    private static final String COOKIE = "headgate_external";

    private final SignInWays ways;
    private final SessionStart start;
    private final GroupNames groups;

    ExternalApi(SignInWays ways, SessionStart start, GroupNames groups) {
        this.ways = ways;
        this.start = start;
        this.groups = groups;
    }

    record ReturnTo(
            @Doc("where in the console to go on; anything but a path of ours = its start page") @Nullable
            String returnTo) {}

    record ExternalStart(@Doc("where to send the browser") String url) {}

    record LinkView(
            String id,
            String issuer,

            @Doc("address or name there") String label,
            Instant linkedAt,
            Instant usedAt) {
        static LinkView of(ExternalIdentity one) {
            return new LinkView(Long.toString(one.id()), one.issuer(), one.label(), one.linkedAt(), one.usedAt());
        }
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(
                                "/sign-in/providers/{provider}",
                                "sign-in.provider.start",
                                "Go to another site to sign in; for the browser's address bar")
                        .open()
                        .redirects()
                        .with(ReturnTo.class, this::begin),
                Endpoint.get(
                                "/sign-in/providers/{provider}/callback",
                                "sign-in.provider.callback",
                                "Where the other site sends the browser back to")
                        .open()
                        .redirects()
                        .with(Endpoint.AnyQuery.class, (call, any) -> comeBack(call)),
                Endpoint.get("/profile/links", "profile.links.list", "The caller at other sites")
                        .needs(Permission.OWN)
                        .givesPage(LinkView.class)
                        .by(this::links),
                Endpoint.post(
                                "/sign-in/providers/{provider}/link",
                                "sign-in.provider.link",
                                "Go to another site to be linked to it")
                        .needs(Permission.OWN)
                        .freshProof()
                        .unaudited()
                        .tells(ExternalStart.class)
                        .with(ReturnTo.class, this::beginLink),
                Endpoint.delete("/profile/links/{id}", "profile.links.delete", "Take a link away")
                        .needs(Permission.OWN)
                        .freshProof()
                        .by(this::unlink));
    }

    private IdentityProvider provider(ApiCall call) {
        return ways.external().usable(call.named("provider")).orElseThrow(() -> ApiFault.notFound("way to sign in"));
    }

    private @Nullable Object begin(ApiCall call, ReturnTo input) {
        try {
            ExternalSignIn.Started started = begin(call, input, new UserId(0));
            call.header("location", started.url().toString());
        } catch (ExternalFailure e) {
            failed(call, e);
        }
        return null;
    }

    private ExternalSignIn.Started begin(ApiCall call, ReturnTo input, UserId linkTo) throws ExternalFailure {
        String path = input.returnTo() == null ? "/" : input.returnTo();
        ExternalSignIn.Started started =
                ways.external().start(provider(call), path, linkTo, SessionApi.from(call.request()));
        int seconds = Math.toIntExact(ExternalSignIn.LIFETIME.toSeconds());
        call.header("set-cookie", start.cookie(COOKIE, started.browser().reveal(), seconds));
        return started;
    }

    /** Tells the operator all and the browser one word, which is in no address of another site. */
    private static void failed(ApiCall call, ExternalFailure failure) {
        log.warn("sign-in by {} came to nothing: {}", call.named("provider"), failure.getMessage());
        call.header("location", "/sign-in?error=" + failure.why().name().toLowerCase(Locale.ROOT));
    }

    private @Nullable Object beginLink(ApiCall call, ReturnTo input) {
        try {
            UserId user = call.person().session().user();
            return new ExternalStart(begin(call, input, user).url().toString());
        } catch (ExternalFailure e) {
            log.warn("link to {} could not begin: {}", call.named("provider"), e.getMessage());
            throw new ApiFault(502, "provider_unreachable", "The other site could not be asked; tell the operator.");
        }
    }

    private @Nullable Object comeBack(ApiCall call) {
        Secret browser = new Secret(call.request().cookie(COOKIE).orElse(""));
        call.header("set-cookie", start.cookie(COOKIE, "", 0));
        try {
            UserId user = call.actor() instanceof Actor.Browser one
                    ? one.signedIn().session().user()
                    : new UserId(0);
            switch (ways.external()
                    .finish(call.named("provider"), browser, call.request().query(), user)) {
                case ExternalSignIn.SignedIn in -> signedIn(call, in);
                case ExternalSignIn.Linked linked -> linked(call, linked);
            }
        } catch (ExternalFailure e) {
            failed(call, e);
        }
        return null;
    }

    private void signedIn(ApiCall call, ExternalSignIn.SignedIn in) {
        Person person = in.person();
        String subject = "user:" + person.user().id();
        if (in.fresh()) {
            call.changed(
                    "sign-in.provider.register",
                    subject,
                    null,
                    new RegistrationApi.Account(
                            person.user().email(), person.role().id()));
        }
        if (in.roleBefore() != null) {
            call.changed(
                    "sign-in.provider.role",
                    subject,
                    new RegistrationApi.Account(
                            person.user().email(), in.roleBefore().id()),
                    new RegistrationApi.Account(
                            person.user().email(), person.role().id()));
        }
        if (in.groups().changed()) {
            call.changed(
                    "sign-in.provider.groups",
                    subject,
                    UserGroupsApi.GivenGroups.of(in.groups().before(), groups),
                    UserGroupsApi.GivenGroups.of(in.groups().after(), groups));
        }
        try {
            start.afterFirstStep(call, person);
            call.header("location", in.returnPath());
        } catch (ApiFault waits) {
            waits.headers().forEach(header -> call.header(header.getKey(), header.getValue()));
            call.header("location", "/sign-in?step=second-factor");
        }
    }

    private void linked(ApiCall call, ExternalSignIn.Linked linked) {
        call.changed("profile.links.create", "user:" + linked.user(), null, LinkView.of(linked.identity()));
        call.header("location", linked.returnPath());
    }

    private @Nullable Object links(ApiCall call) {
        List<LinkView> all = ways.external().linked(call.person().session().user()).stream()
                .map(LinkView::of)
                .toList();
        return new AdminApi.Page<>(all, null);
    }

    private @Nullable Object unlink(ApiCall call) {
        People.SignedIn who = call.person();
        List<ExternalIdentity> all = ways.external().linked(who.session().user());
        if (!who.person().hasPassword() && all.size() == 1) {
            throw new ApiFault(409, "last_way_in", "Set a password first: this is your only way to sign in.");
        }
        if (!ways.external().unlink(who.session().user(), call.id())) {
            throw ApiFault.notFound("link");
        }
        call.changed("profile.links.delete", "user:" + who.session().user(), new Unlinked(call.named("id")), null);
        return null;
    }

    record Unlinked(String id) {}
}
