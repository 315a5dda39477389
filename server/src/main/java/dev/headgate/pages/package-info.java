/**
 * Pages of other systems (payment, tickets, a wiki) as entries of the console's menu, and the proof of who looks at them.
 *
 * <p>Facade: {@link dev.headgate.pages.Pages}. An entry is a {@link dev.headgate.pages.Page}; {@code PageTokens} signs what a page is
 * told, {@code SigningKeys} is what it signs with.
 *
 * <p>Invariants: a page never gets the session, only a token that is good for one origin and five minutes; a page inside the console
 * never has Headgate's own origin, from where it could act as the one who looks. Blocking, but for {@link
 * dev.headgate.pages.Pages#frameOrigins()}.
 */
@NullMarked
package dev.headgate.pages;

import org.jspecify.annotations.NullMarked;
