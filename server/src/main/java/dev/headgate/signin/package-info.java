/**
 * The ways to sign in besides a password, and how people come to have a sign-in at all.
 *
 * <p>Start at {@link SignInWays}, which names the parts. Who somebody is and what they may do is {@code identity}'s.
 *
 * <p>Invariants: what proves something (a code, a token, a challenge) is good once; what must be compared rests hashed, what must be
 * read again rests sealed; a known and an unknown e-mail address get the same answer in the same time. All blocking, for virtual
 * threads.
 */
@NullMarked
package dev.headgate.signin;

import org.jspecify.annotations.NullMarked;
