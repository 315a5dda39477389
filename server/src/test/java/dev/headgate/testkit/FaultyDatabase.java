package dev.headgate.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database whose Nth call fails: before it is done, or, of a commit, after it, when only its answer is lost. Calls are the
 * executions of statements and commits, over all connections. Thread-safe.
 */
public final class FaultyDatabase {
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int failAt = Integer.MAX_VALUE;
    private volatile Mode mode = Mode.ONCE;
    private volatile boolean failed;

    /** How it fails. */
    public enum Mode {
        /** That call only. */
        ONCE,
        /** That call and all after it, until it is well again. */
        FROM_THEN_ON,
        /** That call is done when it is a commit, but its answer is lost. */
        ANSWER_LOST
    }

    /** Lets the Nth call from now on fail; the first is 1. */
    public void fail(int n, Mode how) {
        mode = how;
        failed = false;
        calls.set(0);
        failAt = n;
    }

    /** All is well from now on. */
    public void heal() {
        failAt = Integer.MAX_VALUE;
    }

    /** Whether a call has failed since {@link #fail}. */
    public boolean hasFailed() {
        return failed;
    }

    public DataSource wrap(DataSource real) {
        return proxy(DataSource.class, real);
    }

    private <T> T proxy(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> invoke(real, method, args)));
    }

    private Object invoke(Object real, Method method, Object[] args) throws Throwable {
        boolean commit = method.getName().equals("commit");
        boolean counted = commit || method.getName().startsWith("execute");
        boolean fails = counted && due();
        if (fails && !(commit && mode == Mode.ANSWER_LOST)) {
            failed = true;
            throw new SQLException("made to fail", "08006");
        }
        Object result;
        try {
            result = method.invoke(real, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (fails) {
            failed = true;
            throw new SQLException("made to lose its answer", "08006");
        }
        return switch (result) {
            case PreparedStatement statement -> proxy(PreparedStatement.class, statement);
            case Statement statement -> proxy(Statement.class, statement);
            case Connection connection when real instanceof DataSource -> proxy(Connection.class, connection);
            case null, default -> result;
        };
    }

    private boolean due() {
        int number = calls.incrementAndGet();
        return mode == Mode.FROM_THEN_ON ? number >= failAt : number == failAt;
    }
}
