package dev.headgate.cluster;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer of shared state: known at once when the state is in this process, later when it is asked over the network. One
 * caller reads it. See docs/decisions/0005-cluster-seam.md.
 */
public sealed interface Answer<T> {
    /** Whether {@link #value} can be called now. */
    boolean known();

    /**
     * The answer.
     *
     * @throws IllegalStateException while it is not known
     */
    T value();

    /**
     * Calls one of the two, once: before this method returns when the answer is known, else later, on the thread that brings it;
     * who is confined to a loop goes there by itself. {@code failed} means that the state could not be asked.
     */
    void then(Consumer<? super T> action, Consumer<? super Throwable> failed);

    /** An answer that is known. */
    static <T> Answer<T> of(T value) {
        return new Known<>(value);
    }

    /** What {@code change} makes of the answer. */
    default <R> Answer<R> map(Function<? super T, ? extends R> change) {
        if (known()) {
            return of(change.apply(value()));
        }
        Later<R> changed = new Later<>();
        then(
                value -> {
                    changed.complete(change.apply(value));
                },
                changed::fail);
        return changed;
    }

    /** All answers in their order; fails with the first that does. */
    static <T> Answer<List<T>> all(List<Answer<T>> answers) {
        if (answers.stream().allMatch(Answer::known)) {
            return of(answers.stream().map(Answer::value).toList());
        }
        Later<List<T>> all = new Later<>();
        AtomicInteger missing = new AtomicInteger(answers.size());
        for (Answer<T> answer : answers) {
            answer.then(
                    value -> {
                        if (missing.decrementAndGet() == 0) {
                            all.complete(answers.stream().map(Answer::value).toList());
                        }
                    },
                    all::fail);
        }
        return all;
    }

    /** An answer that is known. */
    record Known<T>(T value) implements Answer<T> {
        @Override
        public boolean known() {
            return true;
        }

        @Override
        public void then(Consumer<? super T> action, Consumer<? super Throwable> failed) {
            action.accept(value);
        }
    }

    /** An answer to come. {@link #complete} or {@link #fail} is called once; the first counts. Thread-safe. */
    final class Later<T> implements Answer<T> {
        private @Nullable T value;
        private @Nullable Throwable failure;
        private boolean ended;
        private @Nullable Consumer<? super T> action;
        private @Nullable Consumer<? super Throwable> failed;

        @Override
        public synchronized boolean known() {
            return value != null;
        }

        @Override
        public synchronized T value() {
            T here = value;
            if (here == null) {
                throw new IllegalStateException("the answer is not known");
            }
            return here;
        }

        @Override
        public void then(Consumer<? super T> onValue, Consumer<? super Throwable> onFailure) {
            synchronized (this) {
                if (!ended) {
                    action = onValue;
                    failed = onFailure;
                    return;
                }
            }
            tell(onValue, onFailure);
        }

        public void complete(T answer) {
            end(answer, null);
        }

        public void fail(Throwable why) {
            end(null, why);
        }

        private void end(@Nullable T answer, @Nullable Throwable why) {
            Consumer<? super T> onValue;
            Consumer<? super Throwable> onFailure;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                value = answer;
                failure = why;
                onValue = action;
                onFailure = failed;
            }
            if (onValue != null && onFailure != null) {
                tell(onValue, onFailure);
            }
        }

        private void tell(Consumer<? super T> onValue, Consumer<? super Throwable> onFailure) {
            T here = value;
            if (here != null) {
                onValue.accept(here);
            } else {
                onFailure.accept(failure == null ? new IllegalStateException("no answer") : failure);
            }
        }
    }
}
