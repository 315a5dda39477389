package dev.headgate.upstream;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.time.Duration;
import java.util.List;

/** What an upstream's failure means, where the operator knows better than the table of DESIGN 5.3. */
public record FailoverConfig(
        List<FailureRule> rules,

        @Doc(
                "slowest stream that is kept, in events per second, judged before any of it reaches the client; a slower one goes to another account where one is free; 0 is off, at most 1000")
        int slowStreamEvents,

        @Doc("how long a stream is watched for that; it is held back meanwhile, unless it is quick; 500ms to 1m")
        Duration slowStreamWatch) {
    public static final FailoverConfig DEFAULTS = new FailoverConfig(List.of(), 0, Duration.ofSeconds(2));

    public FailoverConfig {
        rules = List.copyOf(rules);
        Check.range("slow-stream-events", slowStreamEvents, 0, 1_000);
        Check.range("slow-stream-watch", slowStreamWatch, Duration.ofMillis(500), Duration.ofMinutes(1));
    }
}
