package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The API's file and the table of roles are made from the operations; stale ones mislead. {@code -Dheadgate.update=true} writes them. */
class OpenApiTest {
    private static final List<Endpoint<?>> ALL = ApiFile.OPERATIONS;

    @Test
    void fileIsUpToDate() throws Exception {
        String made = OpenApi.of(ALL);
        if (Boolean.getBoolean("headgate.update")) {
            Files.writeString(ApiFile.PATH, made);
        }
        assertThat(Files.readString(ApiFile.PATH)).isEqualTo(made);
    }

    @Test
    void tableOfRolesIsUpToDate() throws Exception {
        StringBuilder table = new StringBuilder(
                "# Who may call what\n\nMade from the operations of the API.\n\n| operation | permission |");
        Stream.of(Role.values())
                .forEach(role -> table.append(' ').append(role.id()).append(" |"));
        table.append("\n| --- | --- |")
                .append(" :-: |".repeat(Role.values().length))
                .append('\n');
        for (Endpoint<?> endpoint : ALL) {
            Permission permission = endpoint.permission();
            table.append("| `")
                    .append(endpoint.method())
                    .append(' ')
                    .append(endpoint.path())
                    .append("` | ");
            table.append(permission == null ? "open" : permission.id()).append(" |");
            Stream.of(Role.values())
                    .forEach(role -> table.append(permission == null || role.may(permission) ? " ✓ |" : " |"));
            table.append('\n');
        }
        table.append(
                "\n## Fields that need more than their operation\n\n| operation | field | permission |\n| --- | --- | --- |\n");
        for (Endpoint<?> endpoint : ALL) {
            for (FieldRights.Guarded guarded : FieldRights.of(endpoint.input())) {
                table.append("| in `%s %s` | `%s` | %s |\n"
                        .formatted(
                                endpoint.method(),
                                endpoint.path(),
                                guarded.field(),
                                guarded.permission().id()));
            }
        }
        var file = ApiFile.PATH.resolveSibling("roles.md");
        if (Boolean.getBoolean("headgate.update")) {
            Files.writeString(file, table);
        }
        assertThat(Files.readString(file)).isEqualTo(table.toString());
    }

    @Test
    void operationsAreUnique() {
        Set<String> ids = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Endpoint<?> endpoint : ALL) {
            assertThat(ids.add(endpoint.id())).as(endpoint.id()).isTrue();
            assertThat(paths.add(endpoint.method() + endpoint.path()))
                    .as(endpoint.path())
                    .isTrue();
        }
    }

    /** Strangers can call what lets them in, and nothing else. */
    @Test
    void onlySignInAndSetUpAreOpen() {
        assertThat(ALL.stream()
                        .filter(endpoint -> endpoint.permission() == null)
                        .map(Endpoint::id)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "session.start",
                        "sign-in.options",
                        "pages.keys",
                        "site.show",
                        "passkeys.challenge",
                        "session.passkey",
                        "session.second-factor.passkey",
                        "sign-in.provider.start",
                        "sign-in.provider.callback",
                        "registration.ask",
                        "registration.finish",
                        "invitations.look",
                        "invitations.accept",
                        "password-reset.ask",
                        "password-reset.finish",
                        "profile.email.confirm",
                        "session.second-factor.show",
                        "session.second-factor",
                        "setup.show",
                        "setup.try-store",
                        "setup.try-cluster",
                        "setup.finish");
    }
}
