package dev.headgate.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command as it is typed, run in this process: its exit code and its words. */
record Typed(int code, String out, String err) {
    /** Words are separated by blanks; none may contain one. */
    static Typed run(String line) {
        return run(line.strip().split(" +", -1));
    }

    static Typed run(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        return new Typed(code, out.toString(), err.toString());
    }
}
