package dev.headgate.accounts;

import dev.headgate.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The master key: from the environment, else from a file that is made with mode 0600 when absent. */
public final class MasterKey {
    private static final int BYTES = 32;

    private MasterKey() {}

    /**
     * Loads the key, making the file when there is none.
     *
     * @throws IllegalArgumentException when the key has the wrong length or others may read the file
     */
    public static byte[] load(@Nullable Secret given, Path file, SecureRandom random) {
        if (given != null) {
            return decode(given.reveal(), "secrets.master-key");
        }
        try {
            if (!Files.exists(file)) {
                create(file, random);
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (mode.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
                throw new IllegalArgumentException("secrets.master-key-file: " + file + " has mode "
                        + PosixFilePermissions.toString(mode) + " (expected: rw-------, try chmod 600)");
            }
            return decode(Files.readString(file), "secrets.master-key-file " + file);
        } catch (IOException e) {
            throw new UncheckedIOException("secrets.master-key-file: " + file + " can't be read or made", e);
        }
    }

    /**
     * Makes the file. It is written and forced to disk under another name first and then appears whole: what was sealed under a
     * key that a power cut took away could never be opened again.
     */
    private static void create(Path file, SecureRandom random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        ByteBuffer text =
                ByteBuffer.wrap((Base64.getEncoder().encodeToString(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path unfinished = file.resolveSibling(file.getFileName() + "." + random.nextLong(Long.MAX_VALUE) + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            appear(unfinished, file);
        } catch (FileAlreadyExistsException e) {
            return; // another process made it between the check and now; its key is used
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** A link, unlike a move, is never made over a file that is there; a move does where the file system has no links. */
    private static void appear(Path unfinished, Path file) throws IOException {
        try {
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(unfinished, file);
        }
    }

    private static byte[] decode(String text, String where) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + ": not base64 (expected: 32 bytes in base64)", e);
        }
        if (key.length != BYTES) {
            throw new IllegalArgumentException(where + ": " + key.length + " bytes (expected: 32 bytes in base64)");
        }
        return key;
    }
}
