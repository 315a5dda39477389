/** Small real things that tests stand on: clocks moved by hand, recorded exchanges, a whole gateway with a fake upstream. */
@NullMarked
package dev.headgate.testkit;

import org.jspecify.annotations.NullMarked;
