/** Tests of what can be seen from outside. */
@NullMarked
package dev.headgate.observe;

import org.jspecify.annotations.NullMarked;
