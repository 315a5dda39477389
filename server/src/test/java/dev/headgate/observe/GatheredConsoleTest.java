package dev.headgate.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(60)
class GatheredConsoleTest {
    private final SlowTerminal out = new SlowTerminal();
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final GatheredConsole console = new GatheredConsole(out);

    private void start() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg%n");
        encoder.start();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
    }

    private void log(String message) {
        console.doAppend(new LoggingEvent("", context.getLogger("test"), Level.INFO, message, null, null));
    }

    /** Longer than one piece in sum, and one line longer than a piece by itself. */
    @Test
    void anOrderlyStopHasWrittenEveryLineInOrder() {
        out.mayWrite.countDown();
        start();
        IntStream.range(0, 5_000).forEach(i -> log("line " + i));
        log("x".repeat(100_000));
        console.stop();

        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(lines).hasSize(5_002).endsWith("x".repeat(100_000), "");
        assertThat(lines[0]).isEqualTo("line 0");
        assertThat(lines[4_999]).isEqualTo("line 4999");
    }

    /** A terminal that stands still holds nobody up; that lines are missing is said. */
    @Test
    void whatDoesNotFitIsCountedAndSaid() throws Exception {
        start();
        log("first");
        out.writing.await();
        IntStream.range(0, 16 * 1024 + 5).forEach(i -> log("line"));
        out.mayWrite.countDown();
        console.stop();

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("log: 5 lines dropped, the queue was full\n");
    }

    /** Says when it is written to, and holds that up until it may go on. */
    private static final class SlowTerminal extends ByteArrayOutputStream {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch mayWrite = new CountDownLatch(1);

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writing.countDown();
            try {
                mayWrite.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.write(bytes, offset, length);
        }
    }
}
