/**
 * Measures a gateway beside nginx, and kills it to see that no charge is lost.
 *
 * <p>Start at {@link CompareMain} (side-by-side measurement), {@link CrashMain} (the kill drill) and {@link Driver} (the load
 * maker). Only this machine's loopback address is used; only processes started here are ended, by their ids; every run is
 * bounded in time and count.
 */
@NullMarked
package dev.headgate.bench;

import org.jspecify.annotations.NullMarked;
