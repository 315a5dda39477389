package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.headgate.admin.Setup;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.identity.Role;
import dev.headgate.store.Store;
import dev.headgate.store.StoreProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sets up a Headgate that nobody owns yet: for whoever can read the one-time token on its terminal. */
final class FirstStart implements Setup {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern PASSWORD = Pattern.compile("//([^:/@]+):[^@]*@");

    private final People people;
    private final Identity identity;
    private final Edges edges;
    private final Where where;
    private final Secret token;

    /**
     * Where things are.
     *
     * @param storeUrl of the store in use
     * @param file the settings file in use, null when there is none
     */
    record Where(String storeUrl, @Nullable Path file) {}

    FirstStart(People people, Identity identity, Edges edges, Where where) {
        this.people = people;
        this.identity = identity;
        this.edges = edges;
        this.where = where;
        byte[] bytes = new byte[24];
        edges.random().nextBytes(bytes);
        this.token = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Makes the first owner as the settings say, once. */
    void bootstrap(BootstrapConfig config) {
        String email = config.adminEmail();
        Secret password = config.adminPassword();
        if (email != null && password != null && !people.hasOwner()) {
            people.allow(identity.ensureUser(email).id(), Role.OWNER, "", password);
            identity.reload();
        }
    }

    /** To be printed once, at start. */
    Secret token() {
        return token;
    }

    @Override
    public boolean needed() {
        return !people.hasOwner();
    }

    @Override
    public boolean opens(Secret offered) {
        return MessageDigest.isEqual(
                token.reveal().getBytes(StandardCharsets.UTF_8),
                offered.reveal().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String store() {
        return PASSWORD.matcher(where.storeUrl()).replaceAll("//$1:***@");
    }

    @Override
    public List<Step> tryStore(Secret url) {
        return StoreProbe.run(url.reveal(), edges.ticker()).stream()
                .map(step -> new Step(step.name(), step.ok(), step.words(), step.millis()))
                .toList();
    }

    @Override
    public List<Step> tryCluster(Secret url) {
        return List.of(new Step("cluster", false, "this version runs on one machine; leave it empty", 0));
    }

    @Override
    public synchronized Finished finish(Wish wish) {
        if (!EMAIL.matcher(wish.email()).matches()) {
            throw new IllegalArgumentException("email: \"" + wish.email() + "\" (expected: an e-mail address)");
        }
        if (!needed()) {
            throw new IllegalStateException("there is an owner already");
        }
        Secret url = wish.storeUrl();
        if (url == null || url.reveal().equals(where.storeUrl())) {
            people.allow(identity.ensureUser(wish.email()).id(), Role.OWNER, "", wish.password());
            identity.reload();
            return new Finished(false, "");
        }
        List<Step> steps = tryStore(url);
        steps.stream().filter(step -> !step.ok()).findFirst().ifPresent(step -> {
            throw new IllegalArgumentException("store_url: " + step.name() + ": " + step.words());
        });
        makeOwnerElsewhere(url, wish);
        return new Finished(true, writeStore(url).toString());
    }

    private void makeOwnerElsewhere(Secret url, Wish wish) {
        try (Store other = Store.open(url.reveal())) {
            IdSource ids = new IdSource(edges.clock(), edges.random());
            People there = new People(other, ids, edges.random(), edges.clock(), edges.ticker());
            Identity users = new Identity(other, ids, edges.random(), edges.clock(), edges.ticker());
            if (there.hasOwner()) {
                throw new IllegalArgumentException("store_url: it has an owner already (expected: an empty store)");
            }
            there.allow(users.ensureUser(wish.email()).id(), Role.OWNER, "", wish.password());
        }
    }

    /** Adds the store's URL to the settings file, and keeps the rest of it. */
    private Path writeStore(Secret url) {
        Path file = where.file() == null ? Path.of("headgate.yaml") : where.file();
        YAMLMapper yaml = YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build();
        try {
            JsonNode tree = Files.exists(file)
                    ? ConfigLoader.parse(Files.readString(file), file.toString())
                    : yaml.createObjectNode();
            ((ObjectNode) tree).withObjectProperty("store").put("url", url.reveal());
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, yaml.writeValueAsString(tree));
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(
                        fresh, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("settings: " + file + " can't be written", e);
        }
    }
}
