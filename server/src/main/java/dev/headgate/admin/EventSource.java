package dev.headgate.admin;

/** An answer that goes on: asked once a second on the event loop, so it never blocks. */
@FunctionalInterface
interface EventSource {
    /** The next event, as what is written as JSON. */
    Object next();
}
