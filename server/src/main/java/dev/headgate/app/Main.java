package dev.headgate.app;

/** The command line {@code headgate}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(2);
    }
}
