package dev.headgate.pages;

import dev.headgate.base.Check;
import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.identity.Role;
import dev.headgate.settings.Settings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries of the menu that lead elsewhere, in their order, and what they are told. Thread-safe. */
public final class Pages implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pages.class);
    private static final long LOOK_SECONDS = 5;

    private final Settings settings;
    private final IdSource ids;
    private final PageTokens tokens;
    private final InstantSource clock;
    private final Terms terms;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile List<String> origins = List.of();

    /**
     * What pages may be, and who vouches for their readers.
     *
     * @param base how users reach Headgate, without a slash at its end
     * @param plainAllowed whether pages of other machines may be reached without TLS
     */
    public record Terms(Supplier<String> base, boolean plainAllowed) {}

    /** Who looks at a page. */
    public record Viewer(UserId user, Role role) {}

    /**
     * How the console looks to them, so that the page can look alike.
     *
     * @param theme light or dark
     * @param language such as {@code en} or {@code zh-CN}
     */
    public record Look(String theme, String language) {
        public Look {
            Check.that(theme.equals("light") || theme.equals("dark"), "theme", "\"" + theme + "\"", "light or dark");
            Check.that(
                    Page.LANGUAGE.matcher(language).matches(),
                    "lang",
                    "\"" + language + "\"",
                    "a language like en or zh-CN");
        }
    }

    /**
     * Where to go.
     *
     * @param expiresAt when its token ends; null without one
     */
    public record Opened(String url, @Nullable Instant expiresAt) {}

    /**
     * A public key.
     *
     * @param x base64url
     */
    public record PublicKey(String kid, String x) {}

    public Pages(Settings settings, IdSource ids, SecureRandom random, InstantSource clock, Terms terms) {
        this.settings = settings;
        this.ids = ids;
        this.tokens = new PageTokens(settings, random, clock);
        this.clock = clock;
        this.terms = terms;
    }

    /** Reads what is there, then looks from time to time for what other gateways changed. */
    public void start() {
        show(all());
        Thread.ofVirtual().name("pages").start(this::loop);
    }

    private void loop() {
        try {
            while (!closed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                try {
                    show(all());
                } catch (RuntimeException e) {
                    log.debug("pages stay as they are: {}", e.toString()); // whoever needs the database says so
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Origins that the console may show inside itself, each once. Never blocks. */
    public List<String> frameOrigins() {
        return origins;
    }

    private void show(List<Page> pages) {
        origins = pages.stream()
                .filter(page -> page.enabled() && !page.newTab())
                .map(page -> PageUrl.of(page.url(), true).origin())
                .distinct()
                .toList();
    }

    /** All entries, in their order. */
    public List<Page> all() {
        return settings.of(Page.All.TOPIC).pages();
    }

    public Optional<Page> find(long id) {
        return all().stream().filter(page -> page.id() == id).findFirst();
    }

    /** Adds an entry at the end; its id doesn't count. */
    public Page add(Page wish) {
        Page page = checked(wish.withId(ids.next()));
        edit(pages -> {
            pages.add(page);
            return pages;
        });
        if (!page.bare()) {
            tokens.prepare(); // who checks tokens finds the key before the first of them
        }
        return page;
    }

    /** Changes an entry; empty when there is none of that id. */
    public Optional<Page> change(long id, UnaryOperator<Page> change) {
        edit(pages -> {
            pages.replaceAll(
                    page -> page.id() == id ? checked(change.apply(page).withId(id)) : page);
            return pages;
        });
        return find(id);
    }

    /** Takes an entry out; whether there was one. */
    public boolean remove(long id) {
        boolean there = find(id).isPresent();
        edit(pages -> {
            pages.removeIf(page -> page.id() == id);
            return pages;
        });
        return there;
    }

    /** Puts all entries in a new order. */
    public void order(List<Long> order) {
        edit(pages -> {
            Map<Long, Page> byId = new LinkedHashMap<>();
            pages.forEach(page -> byId.put(page.id(), page));
            Check.that(
                    order.size() == pages.size() && new HashSet<>(order).equals(byId.keySet()),
                    "ids",
                    order,
                    "each entry's id, once");
            return order.stream().map(byId::get).toList();
        });
    }

    private void edit(UnaryOperator<List<Page>> edit) {
        show(settings.change(Page.All.TOPIC, old -> new Page.All(edit.apply(new ArrayList<>(old.pages()))))
                .pages());
    }

    private Page checked(Page page) {
        PageUrl url = PageUrl.of(page.url(), page.bare());
        Check.that(
                terms.plainAllowed() || url.safe(),
                "url",
                "\"" + page.url() + "\"",
                "https; http only on this machine, or with upstream.allow-private");
        String own = PageUrl.of(terms.base().get(), true).origin();
        Check.that(
                page.newTab() || !url.origin().equals(own),
                "url",
                "\"" + page.url() + "\"",
                "another origin than Headgate's own, from where it could act as its reader; or new_tab");
        return page;
    }

    /** Entries for somebody of that role, in their order. */
    public List<Page> visibleTo(Role role) {
        return all().stream().filter(page -> page.isFor(role)).toList();
    }

    /** Where somebody goes who chose an entry; empty when there is none of that id for them. */
    public Optional<Opened> open(long id, Viewer viewer, Look look) {
        return find(id).filter(page -> page.isFor(viewer.role())).map(page -> opened(page, viewer, look));
    }

    private Opened opened(Page page, Viewer viewer, Look look) {
        if (page.bare()) {
            return new Opened(page.url(), null);
        }
        PageUrl url = PageUrl.of(page.url(), false);
        Instant expiresAt = clock.instant().plus(PageTokens.LIFE);
        String token = tokens.sign(new PageTokens.Claims(terms.base().get(), url.origin(), viewer, page.id(), look));
        Map<String, String> told = new LinkedHashMap<>();
        told.put("user_id", viewer.user().toString());
        told.put("theme", look.theme());
        told.put("lang", look.language());
        told.put("ui_mode", "embedded");
        told.put("token", token);
        return new Opened(url.with(told), expiresAt);
    }

    /** The keys by which tokens are checked. */
    public List<PublicKey> publicKeys() {
        return tokens.published().stream()
                .map(key -> new PublicKey(key.kid(), key.x()))
                .toList();
    }

    /** Signs with a fresh key from now on; the one before stays published while its tokens live. Returns the fresh one's name. */
    public String rotateKey() {
        return tokens.rotate();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
