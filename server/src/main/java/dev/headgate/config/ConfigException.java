package dev.headgate.config;

import java.util.List;

/** The configuration can't be used; says everything that is wrong with it at once. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigException(List<String> problems, Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    /** One line each: key, value, what was expected. */
    public List<String> problems() {
        return problems;
    }
}
