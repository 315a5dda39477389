package dev.headgate.admin;

import java.nio.file.Path;

/**
 * An answer that is a file's content.
 *
 * @param name under which a browser saves it
 */
record FileAnswer(Path file, String name) {}
