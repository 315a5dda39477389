package dev.headgate.usage;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.UserId;

/** Who makes the operator's test calls and probes, as far as the books know: nobody. Ids of people, keys and groups are never 0. */
public final class TestCaller {
    public static final UserId USER = new UserId(0);
    public static final KeyId KEY = new KeyId(0);
    public static final GroupId GROUP = new GroupId(0);

    /** What stands in reports and exports where a name would. */
    public static final String NAME = "(test)";

    private TestCaller() {}

    /** The name of an id that nothing is known of any more. */
    static String nameless(String id) {
        return id.equals("0") ? NAME : id;
    }
}
