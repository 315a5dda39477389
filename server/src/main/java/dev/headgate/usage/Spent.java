package dev.headgate.usage;

import dev.headgate.base.Money;
import java.time.Instant;

/** What was charged from an instant on, within the hour. */
public record Spent(Instant from, Money charged) {}
