package dev.headgate.testkit;

import dev.headgate.cluster.Affinity;
import dev.headgate.cluster.Answer;
import dev.headgate.cluster.Cluster;
import dev.headgate.cluster.Events;
import dev.headgate.cluster.Flags;
import dev.headgate.cluster.Leases;
import dev.headgate.cluster.Name;
import dev.headgate.cluster.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Shared state whose answers come later and on a thread of its own, as over a network; what is asked and told takes effect at once, so
 * that tests can move the time. It can be {@linkplain #cut cut off}.
 */
public final class SlowCluster implements Cluster {
    private final Cluster real;
    private final ExecutorService wire = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("slow-cluster").factory());
    private volatile boolean cut;

    public SlowCluster(Cluster real) {
        this.real = real;
    }

    /** From now on nothing can be asked; what is told is lost. */
    public void cut() {
        cut = true;
    }

    private <T> Answer<T> ask(Supplier<Answer<T>> question) {
        Answer.Later<T> later = new Answer.Later<>();
        if (cut) {
            wire.execute(() -> later.fail(new IllegalStateException("cut off")));
        } else {
            Answer<T> answer = question.get();
            wire.execute(() -> answer.then(later::complete, later::fail));
        }
        return later;
    }

    private void tell(Runnable what) {
        if (!cut) {
            what.run();
        }
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public Leases leases() {
        Leases leases = real.leases();
        return new Leases() {
            @Override
            public Answer<Optional<Lease>> take(Name name, int max) {
                return ask(() -> leases.take(name, max).map(taken -> taken.map(lease -> () -> tell(lease::close))));
            }

            @Override
            public Answer<Integer> held(Name name) {
                return ask(() -> leases.held(name));
            }
        };
    }

    @Override
    public Windows windows() {
        Windows windows = real.windows();
        return new Windows() {
            @Override
            public Answer<Outcome> reserve(List<Demand> demands) {
                return ask(() -> windows.reserve(demands).map(this::told));
            }

            private Outcome told(Outcome outcome) {
                return outcome instanceof Reservation made ? new Told(made) : outcome;
            }

            @Override
            public Answer<Reading> read(Name name, Quota quota) {
                return ask(() -> windows.read(name, quota));
            }

            @Override
            public Answer<Boolean> restore(Name name, Quota quota, List<Past> past) {
                return ask(() -> windows.restore(name, quota, past));
            }

            @Override
            public void forget(Name name) {
                tell(() -> windows.forget(name));
            }
        };
    }

    /** A reservation whose end is lost when the wire is cut. */
    private final class Told implements Windows.Reservation {
        private final Windows.Reservation made;

        private Told(Windows.Reservation made) {
            this.made = made;
        }

        @Override
        public long used(int demand) {
            return made.used(demand);
        }

        @Override
        public long emptyAtMillis(int demand) {
            return made.emptyAtMillis(demand);
        }

        @Override
        public void settle(long[] actual) {
            tell(() -> made.settle(actual));
        }

        @Override
        public void release() {
            tell(made::release);
        }
    }

    @Override
    public Affinity affinity() {
        Affinity affinity = real.affinity();
        return new Affinity() {
            @Override
            public Answer<OptionalLong> get(Name name) {
                return ask(() -> affinity.get(name));
            }

            @Override
            public Answer<List<OptionalLong>> getAll(List<Name> names) {
                return ask(() -> affinity.getAll(names));
            }

            @Override
            public void put(Name name, long value, Duration ttl) {
                tell(() -> affinity.put(name, value, ttl));
            }

            @Override
            public Answer<Boolean> putIf(Name name, OptionalLong expected, long value, Duration ttl) {
                return ask(() -> affinity.putIf(name, expected, value, ttl));
            }

            @Override
            public Answer<Boolean> touch(Name name, long value, Duration ttl) {
                return ask(() -> affinity.touch(name, value, ttl));
            }

            @Override
            public void remove(Name name, long value) {
                tell(() -> affinity.remove(name, value));
            }

            @Override
            public void forgetValue(long value) {
                tell(() -> affinity.forgetValue(value));
            }

            @Override
            public void forgetSpace(String space) {
                tell(() -> affinity.forgetSpace(space));
            }
        };
    }

    @Override
    public Flags flags() {
        Flags flags = real.flags();
        return new Flags() {
            @Override
            public void raise(Name name, String word, Instant until) {
                tell(() -> flags.raise(name, word, until));
            }

            @Override
            public Answer<Optional<Flag>> raised(Name name) {
                return ask(() -> flags.raised(name));
            }

            @Override
            public void lower(Name name) {
                tell(() -> flags.lower(name));
            }
        };
    }

    @Override
    public Events events() {
        return real.events();
    }

    @Override
    public void beat() {
        real.beat();
    }

    /** The wire stays for who still waits; its thread ends with the program. */
    @Override
    public void close() {
        real.close();
    }
}
