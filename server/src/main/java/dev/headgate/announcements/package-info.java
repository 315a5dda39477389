/**
 * What operators tell users: written for a time and an audience, read and marked as read by each of them.
 *
 * <p>Start at {@link dev.headgate.announcements.Announcements}.
 *
 * <p>Invariants: a user sees exactly what is for their role or one of their groups, in its time; a text is stored and given as it was
 * written, so whoever shows it must show it as text or as Markdown without HTML. Plain blocking code on virtual threads.
 */
@NullMarked
package dev.headgate.announcements;

import org.jspecify.annotations.NullMarked;
