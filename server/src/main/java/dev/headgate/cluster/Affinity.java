package dev.headgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** Where things are at home: a name's value, for a while. Bounded: what was not used for longest is forgotten first. */
public interface Affinity {
    /** The value bound to {@code name}, if it is not over. */
    Answer<OptionalLong> get(Name name);

    /** The values bound to {@code names}, in their order, in one question. */
    Answer<List<OptionalLong>> getAll(List<Name> names);

    /** Binds {@code name} to {@code value} for {@code ttl}, whatever it had; a binding to the same value is never shortened. */
    void put(Name name, long value, Duration ttl);

    /**
     * Binds {@code name} to {@code value} if it has the value {@code expected} or, when that is empty, none.
     *
     * @return whether it did
     */
    Answer<Boolean> putIf(Name name, OptionalLong expected, long value, Duration ttl);

    /**
     * Lets the binding last for {@code ttl} from now, if it still is to {@code value}.
     *
     * @return whether it was
     */
    Answer<Boolean> touch(Name name, long value, Duration ttl);

    /** Forgets the binding, if it still is to {@code value}. */
    void remove(Name name, long value);

    /** Forgets all bindings to {@code value}: everything at home there has to move. */
    void forgetValue(long value);

    /** Forgets all bindings of names in {@code space}. */
    void forgetSpace(String space);
}
