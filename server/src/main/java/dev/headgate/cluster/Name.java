package dev.headgate.cluster;

import dev.headgate.base.Check;

/**
 * What a shared thing is called: a word that says what kind it is, and 128 bits: an id, or a hash of something longer. Cheap to
 * compare; callers on the hot path keep the names of what they use often.
 *
 * @param space a constant such as {@code account-slots}; the kind of thing that is kept under it is always the same
 */
public record Name(String space, long high, long low) {
    public Name {
        Check.notBlank("space", space);
    }

    /** A thing of one owner. */
    public static Name of(String space, long id) {
        return new Name(space, 0, id);
    }

    @Override
    public int hashCode() {
        long mixed = (high * 0x9E37_79B9_7F4A_7C15L ^ low) * 0xBF58_476D_1CE4_E5B9L + space.hashCode();
        return (int) (mixed ^ mixed >>> 32);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Name name && low == name.low && high == name.high && space.equals(name.space);
    }
}
