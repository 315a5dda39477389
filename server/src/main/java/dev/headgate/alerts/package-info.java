/**
 * Calls for attention when something isn't as it should be.
 *
 * <p>Start at {@link dev.headgate.alerts.Alerts} (rules, history, one look), {@link dev.headgate.alerts.AlertJudge} (what fires, what is
 * over, what is spoken; pure) and {@link dev.headgate.alerts.AlertMetric} (what can be watched).
 *
 * <p>Invariants: what the judge remembers, the history, letters and webhooks of one look are written in one transaction, so a restart
 * neither forgets nor repeats; within a rule's cool-down a subject is spoken of once. Plain blocking code on virtual threads.
 */
@NullMarked
package dev.headgate.alerts;

import org.jspecify.annotations.NullMarked;
