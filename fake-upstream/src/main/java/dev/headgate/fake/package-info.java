/** A small LLM provider for tests, demo and benchmarks: replays exchanges, paces streams, injects faults. */
@NullMarked
package dev.headgate.fake;

import org.jspecify.annotations.NullMarked;
