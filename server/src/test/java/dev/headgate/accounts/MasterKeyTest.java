package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master key is made once, for its owner alone, and never guessed around. */
class MasterKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("sub/master.key");
    }

    @Test
    void aNewKeyFileIsForItsOwnerAloneAndIsUsedAgain() throws IOException {
        byte[] made = MasterKey.load(null, file(), RANDOM);

        assertThat(made).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(MasterKey.load(null, file(), RANDOM)).isEqualTo(made);
        try (var files = Files.list(file().getParent())) {
            assertThat(files).as("nothing beside the key").containsExactly(file());
        }
    }

    /** Two servers that start at once must not end with two keys: what one seals the other could never open. */
    @Test
    void startingAtOnceGivesOneKey() throws Exception {
        Set<String> keys = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> starts = List.of(this::loaded, this::loaded, this::loaded, this::loaded);
            for (Future<String> one : threads.invokeAll(starts)) {
                keys.add(one.get());
            }
        }
        assertThat(keys).hasSize(1);
    }

    private String loaded() {
        return Base64.getEncoder().encodeToString(MasterKey.load(null, file(), RANDOM));
    }

    @Test
    void aGivenKeyWinsAndNoFileIsMade() {
        byte[] given = new byte[32];
        Arrays.fill(given, (byte) 9);
        Secret text = new Secret(Base64.getEncoder().encodeToString(given) + "\n");

        assertThat(MasterKey.load(text, file(), RANDOM)).isEqualTo(given);
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        MasterKey.load(null, file(), RANDOM);
        for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx-----x")) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> MasterKey.load(null, file(), RANDOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(mode)
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void aKeyOfAnotherLengthIsRefusedWithoutBeingShown() {
        String sixteen = Base64.getEncoder()
                .encodeToString("sixteen-bytes-ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        for (String text : List.of("", sixteen, "no base64 at all")) {
            assertThatThrownBy(() -> MasterKey.load(new Secret(text), file(), RANDOM))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("32 bytes in base64")
                    .message()
                    .satisfies(said ->
                            assertThat(text.isEmpty() || !said.contains(text)).isTrue());
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void aFileWithSomethingElseIsRefusedAndLeftAlone() throws IOException {
        MasterKey.load(null, file(), RANDOM);
        Files.writeString(file(), "short\n");

        assertThatThrownBy(() -> MasterKey.load(null, file(), RANDOM)).hasMessageContaining("master.key");
        assertThat(file()).hasContent("short");
    }
}
