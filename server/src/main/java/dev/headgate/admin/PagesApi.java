package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.identity.Role;
import dev.headgate.pages.Page;
import dev.headgate.pages.Pages;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of other systems in the console's menu: operators say which, users open them. */
final class PagesApi {
    private final Pages pages;
    private final SignInWays ways;

    PagesApi(Pages pages, SignInWays ways) {
        this.pages = pages;
        this.ways = ways;
    }

    record PageView(
            String id,
            String label,

            @Doc("by language, where it reads differently there")
            Map<String, String> labels,

            @Doc("names one of the console's icons; empty = the usual one")
            String icon,

            String url,

            @Doc("who sees it; empty = all who are signed in")
            List<String> roles,

            boolean enabled,
            @Doc("opens beside the console, not inside") boolean newTab,

            @Doc("the page is told nothing, not even a token")
            boolean passNothing) {
        static PageView of(Page page) {
            return new PageView(
                    Long.toString(page.id()),
                    page.label(),
                    page.labels(),
                    page.icon(),
                    page.url(),
                    page.roles().stream().map(Role::id).toList(),
                    page.enabled(),
                    page.newTab(),
                    page.bare());
        }
    }

    record NewPage(
            @Doc("1 - 60 characters") String label,

            @Doc("by language (en, zh, zh-TW), where it reads differently there") @Nullable
            Map<String, String> labels,

            @Doc("lower-case letters, digits and -") @Nullable
            String icon,

            @Doc("https; http only on this machine, or with upstream.allow-private")
            String url,

            @Doc("who sees it; absent or empty = all who are signed in") @Nullable
            List<String> roles,

            @Doc("absent = true") @Nullable Boolean enabled,

            @Doc("opens beside the console, not inside; absent = false") @Nullable
            Boolean newTab,

            @Doc("the page is told nothing; absent = false") @Nullable
            Boolean passNothing) {}

    /** What is absent stays as it is. */
    record PageChange(
            @Nullable String label,
            @Nullable Map<String, String> labels,
            @Nullable String icon,
            @Nullable String url,
            @Nullable List<String> roles,
            @Nullable Boolean enabled,
            @Nullable Boolean newTab,
            @Nullable Boolean passNothing) {}

    record PageOrder(@Doc("all entries, in their new order") List<String> ids) {}

    record RotatedKey(
            @Doc("of the key that signs from now on") String kid) {}

    /** An entry as its reader sees it. */
    record OwnPage(
            String id,
            String label,
            String icon,
            @Doc("opens beside the console, not inside") boolean newTab) {}

    record OwnPagesQuery(
            @Doc("of the labels, such as en or zh-CN; absent = the browser's") @Nullable
            String lang) {}

    record PageOpening(
            @Doc("light or dark; absent = light") @Nullable String theme,

            @Doc("such as en or zh-CN; absent = en") @Nullable
            String lang) {}

    record PageAddress(
            @Doc("to be opened at once and kept nowhere: it holds a token")
            String url,

            @Doc("when the token ends; null where the page is told nothing") @Nullable
            Instant expiresAt) {}

    /** A JSON Web Key Set (RFC 7517). */
    record KeySet(List<Jwk> keys) {}

    record Jwk(
            @Doc("OKP") String kty,
            @Doc("Ed25519") String crv,
            @Doc("EdDSA") String alg,
            @Doc("sig") String use,
            String kid,
            @Doc("the public key, base64url") String x) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/pages", "pages.list", "Pages of other systems in the menu, in their order")
                        .needs(Permission.SETTINGS_READ)
                        .givesPage(PageView.class)
                        .by(call -> Lists.whole(pages.all(), PageView::of)),
                Endpoint.post("/pages", "pages.create", "Add a page at the menu's end")
                        .needs(Permission.SETTINGS_WRITE)
                        .gives(PageView.class)
                        .with(NewPage.class, this::create),
                Endpoint.patch("/pages/{id}", "pages.change", "Change a page")
                        .needs(Permission.SETTINGS_WRITE)
                        .gives(PageView.class)
                        .with(PageChange.class, this::change),
                Endpoint.delete("/pages/{id}", "pages.delete", "Take a page out of the menu")
                        .needs(Permission.SETTINGS_WRITE)
                        .by(this::delete),
                Endpoint.post("/pages/order", "pages.order", "Put all pages in a new order")
                        .needs(Permission.SETTINGS_WRITE)
                        .with(PageOrder.class, this::order),
                Endpoint.post("/pages/rotate-key", "pages.rotate-key", "Sign what pages are told with a fresh key")
                        .needs(Permission.SETTINGS_WRITE)
                        .freshProof()
                        .tells(RotatedKey.class)
                        .by(this::rotate),
                Endpoint.get("/pages/jwks.json", "pages.keys", "The keys by which pages check what they are told")
                        .open()
                        .gives(KeySet.class)
                        .by(call -> keys()),
                Endpoint.get("/me/pages", "me.pages.list", "Pages of other systems for one's role")
                        .needs(Permission.OWN)
                        .givesPage(OwnPage.class)
                        .with(OwnPagesQuery.class, this::own),
                Endpoint.post(
                                "/me/pages/{id}/open",
                                "me.pages.open",
                                "The address to open a page by, good for 5 minutes")
                        .needs(Permission.OWN)
                        .unaudited()
                        .secretOnce()
                        .tells(PageAddress.class)
                        .with(PageOpening.class, this::open));
    }

    private Object create(ApiCall call, NewPage input) {
        PageView made = PageView.of(pages.add(new Page(
                0,
                input.label(),
                orEmpty(input.labels()),
                input.icon() == null ? "" : input.icon(),
                input.url(),
                roles(input.roles()),
                input.enabled() == null || input.enabled(),
                Boolean.TRUE.equals(input.newTab()),
                Boolean.TRUE.equals(input.passNothing()))));
        call.changed("pages.create", "page:" + made.id(), null, made);
        return made;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    private static List<Role> roles(@Nullable List<String> ids) {
        return ids == null ? List.of() : ids.stream().map(Role::of).toList();
    }

    private Page known(ApiCall call) {
        return pages.find(call.id()).orElseThrow(() -> ApiFault.notFound("page"));
    }

    private Object change(ApiCall call, PageChange input) {
        PageView before = PageView.of(known(call));
        PageView after = PageView.of(
                pages.change(call.id(), old -> changed(old, input)).orElseThrow(() -> ApiFault.notFound("page")));
        call.changed("pages.change", "page:" + after.id(), before, after);
        return after;
    }

    private static Page changed(Page old, PageChange input) {
        return new Page(
                old.id(),
                input.label() == null ? old.label() : input.label(),
                input.labels() == null ? old.labels() : input.labels(),
                input.icon() == null ? old.icon() : input.icon(),
                input.url() == null ? old.url() : input.url(),
                input.roles() == null ? old.roles() : roles(input.roles()),
                input.enabled() == null ? old.enabled() : input.enabled(),
                input.newTab() == null ? old.newTab() : input.newTab(),
                input.passNothing() == null ? old.bare() : input.passNothing());
    }

    private @Nullable Object delete(ApiCall call) {
        PageView before = PageView.of(known(call));
        pages.remove(call.id());
        call.changed("pages.delete", "page:" + before.id(), before, null);
        return null;
    }

    private @Nullable Object order(ApiCall call, PageOrder input) {
        List<String> before =
                pages.all().stream().map(page -> Long.toString(page.id())).toList();
        pages.order(input.ids().stream().map(id -> Lists.id("ids", id)).toList());
        call.changed("pages.order", "pages", before, input.ids());
        return null;
    }

    private Object rotate(ApiCall call) {
        RotatedKey rotated = new RotatedKey(pages.rotateKey());
        call.changed("pages.rotate-key", "pages", null, rotated);
        return rotated;
    }

    private KeySet keys() {
        return new KeySet(pages.publicKeys().stream()
                .map(key -> new Jwk("OKP", "Ed25519", "EdDSA", "sig", key.kid(), key.x()))
                .toList());
    }

    private Object own(ApiCall call, OwnPagesQuery query) {
        String language = query.lang() == null
                ? RegistrationApi.language(call, ways, null).name().toLowerCase(java.util.Locale.ROOT)
                : query.lang();
        return Lists.whole(
                pages.visibleTo(call.person().person().role()),
                page -> new OwnPage(Long.toString(page.id()), page.labelIn(language), page.icon(), page.newTab()));
    }

    private Object open(ApiCall call, PageOpening input) {
        Person person = call.person().person();
        Pages.Look look = new Pages.Look(
                input.theme() == null ? "light" : input.theme(), input.lang() == null ? "en" : input.lang());
        Pages.Opened opened = pages.open(
                        call.id(), new Pages.Viewer(person.user().id(), person.role()), look)
                .orElseThrow(() -> ApiFault.notFound("page"));
        return new PageAddress(opened.url(), opened.expiresAt());
    }
}
