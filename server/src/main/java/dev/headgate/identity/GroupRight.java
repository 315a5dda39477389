package dev.headgate.identity;

/** By what a key is in its group. */
public enum GroupRight {
    /** By an operator's word, or because the group was open to its user when the key was made. */
    NOT_NEEDED,
    /** By a right of its user's, see {@link GroupRights}. */
    HELD,
    /** By a right that its user had and has no more; calls with it are refused. */
    GONE
}
