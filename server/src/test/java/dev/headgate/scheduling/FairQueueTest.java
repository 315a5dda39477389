package dev.headgate.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.UserId;
import dev.headgate.scheduling.FairQueue.Reply;
import dev.headgate.scheduling.FairQueue.Ticket;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose turn it is, under any order of coming, leaving and offers. */
class FairQueueTest {
    private static final String LANE = "a";

    private record Waiter(long user, String lane, int number) {}

    private static final FairQueue.Offer<String, Waiter> ANY = offer(lane -> true, waiter -> true);

    private static FairQueue.Offer<String, Waiter> offer(Predicate<String> lanes, Predicate<Waiter> takes) {
        return new FairQueue.Offer<>() {
            @Override
            public boolean suits(String lane) {
                return lanes.test(lane);
            }

            @Override
            public Reply to(Waiter waiter) {
                assertThat(suits(waiter.lane())).isTrue();
                return takes.test(waiter) ? Reply.TAKEN : Reply.NO;
            }
        };
    }

    private static @Nullable Ticket<String, Waiter> enter(FairQueue<String, Waiter> queue, int share, Waiter waiter) {
        var entered = queue.enter(new UserId(waiter.user()), share, waiter.lane(), waiter, -1);
        return entered == null ? null : entered.ticket();
    }

    private static List<Long> users(FairQueue<String, Waiter> queue, int count) {
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Waiter next = queue.poll(ANY);
            if (next != null) {
                users.add(next.user());
            }
        }
        return users;
    }

    /** A queue that is never empty once led from its first waiter back to all that had ever waited. */
    @Test
    void whoHasLeftIsForgottenWhileOthersWait() {
        FairQueue<String, Waiter> queue = new FairQueue<>(100);
        List<WeakReference<Waiter>> gone = new ArrayList<>();
        List<Ticket<String, Waiter>> leaving = new ArrayList<>();
        entered(queue, new Waiter(1, LANE, 0));
        for (int i = 1; i <= 30; i++) {
            leaving.add(entered(queue, new Waiter(1, LANE, i)));
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, 20).boxed().toList());
        Collections.shuffle(order, new Random(5));
        order.forEach(i -> {
            gone.add(new WeakReference<>(leaving.get(i).waiter()));
            queue.leave(leaving.get(i));
        });
        leaving.clear();
        for (int i = 0; i < 5; i++) {
            gone.add(new WeakReference<>(Objects.requireNonNull(queue.poll(ANY))));
        }
        assertThat(queue.size()).isEqualTo(6);
        for (int i = 0; i < 50 && gone.stream().anyMatch(left -> left.get() != null); i++) {
            System.gc();
        }
        assertThat(gone).allMatch(left -> left.get() == null);
        assertThat(users(queue, 6)).hasSize(6);
    }

    private static Ticket<String, Waiter> entered(FairQueue<String, Waiter> queue, Waiter waiter) {
        return Objects.requireNonNull(enter(queue, 1, waiter));
    }

    @Test
    void oneUsersCallsKeepTheirOrder() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10);
        for (int i = 0; i < 5; i++) {
            enter(queue, 1, new Waiter(1, i % 2 == 0 ? "a" : "b", i));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(queue.poll(ANY)).extracting(Waiter::number).isEqualTo(i);
        }
        assertThat(queue.poll(ANY)).isNull();
        assertThat(queue.size()).isZero();
    }

    /** A user with 1,000 waiting, another with one: the latter waits at most one round. */
    @Test
    void aUserWithOneCallWaitsAtMostOneRoundBehindAThousand() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10_000);
        for (int i = 0; i < 1_000; i++) {
            enter(queue, 1, new Waiter(1, LANE, i));
        }
        users(queue, 3);
        enter(queue, 1, new Waiter(2, LANE, 0));

        assertThat(users(queue, 2)).contains(2L);
    }

    @Test
    void sharesAreTurnsOfEachRound() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10_000);
        for (int i = 0; i < 100; i++) {
            enter(queue, 3, new Waiter(1, LANE, i));
            enter(queue, 1, new Waiter(2, LANE, i));
        }
        assertThat(users(queue, 8)).containsExactly(1L, 1L, 1L, 2L, 1L, 1L, 1L, 2L);
    }

    @Test
    void whoCantTakeWhatIsOfferedKeepsItsTurn() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10);
        enter(queue, 1, new Waiter(1, "a", 0));
        enter(queue, 1, new Waiter(2, "b", 0));
        enter(queue, 1, new Waiter(3, "b", 0));
        enter(queue, 1, new Waiter(1, "a", 1));

        assertThat(queue.poll(offer("b"::equals, waiter -> true))).isEqualTo(new Waiter(2, "b", 0));
        assertThat(queue.poll(offer(lane -> true, waiter -> waiter.user() != 1)))
                .isEqualTo(new Waiter(3, "b", 0));
        assertThat(queue.poll(ANY)).isEqualTo(new Waiter(1, "a", 0));
        assertThat(queue.poll(offer("c"::equals, waiter -> true))).isNull();
        assertThat(queue.lanes()).containsExactly("a");
    }

    @Test
    void aCallThatComesAgainStandsBeforeItsUsersLaterOnes() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10);
        Ticket<String, Waiter> first = enter(queue, 1, new Waiter(1, LANE, 0));
        enter(queue, 1, new Waiter(1, LANE, 1));
        enter(queue, 1, new Waiter(1, LANE, 2));
        assertThat(queue.poll(ANY)).isEqualTo(new Waiter(1, LANE, 0));

        queue.enter(new UserId(1), 1, LANE, new Waiter(1, LANE, 0), first.arrival());

        assertThat(queue.poll(ANY)).isEqualTo(new Waiter(1, LANE, 0));
        assertThat(queue.poll(ANY)).isEqualTo(new Waiter(1, LANE, 1));
    }

    @Test
    void aFullQueueTakesFromWhoHasMostForItsShare() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10);
        for (int i = 0; i < 6; i++) {
            enter(queue, 3, new Waiter(1, LANE, i));
        }
        for (int i = 0; i < 4; i++) {
            enter(queue, 1, new Waiter(2, LANE, i));
        }

        var entered = queue.enter(new UserId(3), 1, LANE, new Waiter(3, LANE, 0), -1);

        assertThat(entered.displaced()).isEqualTo(new Waiter(2, LANE, 3));
        assertThat(queue.size()).isEqualTo(10);
        assertThat(enter(queue, 1, new Waiter(2, LANE, 4))).isNull();
    }

    @Test
    void anOfferThatIsOverEndsTheRound() {
        FairQueue<String, Waiter> queue = new FairQueue<>(10);
        enter(queue, 1, new Waiter(1, LANE, 0));
        enter(queue, 1, new Waiter(2, LANE, 0));
        int[] asked = {0};
        assertThat(queue.poll(new FairQueue.Offer<>() {
                    @Override
                    public boolean suits(String lane) {
                        return true;
                    }

                    @Override
                    public Reply to(Waiter waiter) {
                        asked[0]++;
                        return Reply.OVER;
                    }
                }))
                .isNull();
        assertThat(asked[0]).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(2);
    }

    /** Any coming, leaving and offering: all that came has left once, in its user's order among what was offered to it. */
    @Property(tries = 300)
    void everyoneLeavesOnceAndInOrder(@ForAll long seed) {
        Random random = new Random(seed);
        FairQueue<String, Waiter> queue = new FairQueue<>(5 + random.nextInt(60));
        Map<Waiter, Ticket<String, Waiter>> waiting = new HashMap<>();
        TreeMap<String, Integer> lastServed = new TreeMap<>();
        int number = 0;
        for (int i = 0; i < 2_000; i++) {
            int what = random.nextInt(10);
            if (what < 5) {
                Waiter waiter =
                        new Waiter(1 + random.nextInt(6), String.valueOf((char) ('a' + random.nextInt(3))), number++);
                var entered =
                        queue.enter(new UserId(waiter.user()), 1 + (int) waiter.user() % 3, waiter.lane(), waiter, -1);
                if (entered != null) {
                    waiting.put(waiter, entered.ticket());
                    if (entered.displaced() != null) {
                        assertThat(waiting.remove(entered.displaced())).isNotNull();
                    }
                }
            } else if (what < 7 && !waiting.isEmpty()) {
                Waiter any = List.copyOf(waiting.keySet()).get(random.nextInt(waiting.size()));
                assertThat(queue.leave(waiting.get(any))).isTrue();
                assertThat(queue.leave(waiting.remove(any))).isFalse();
            } else {
                String lane = String.valueOf((char) ('a' + random.nextInt(3)));
                Waiter served = queue.poll(offer(lane::equals, waiter -> true));
                if (served == null) {
                    assertThat(waiting.keySet())
                            .noneMatch(waiter -> waiter.lane().equals(lane));
                } else {
                    assertThat(waiting.remove(served)).isNotNull();
                    Integer before = lastServed.put(served.user() + served.lane(), served.number());
                    assertThat(before == null || before < served.number()).isTrue();
                }
            }
            assertThat(queue.size()).isEqualTo(waiting.size());
        }
    }

    /** Between two turns of a user who waits all the time every other one has at most its share of turns. */
    @Property(tries = 200)
    void nobodyWaitsLongerThanARound(@ForAll long seed) {
        Random random = new Random(seed);
        FairQueue<String, Waiter> queue = new FairQueue<>(100_000);
        int users = 2 + random.nextInt(8);
        int[] shares = new int[users];
        for (int user = 0; user < users; user++) {
            shares[user] = 1 + random.nextInt(5);
            for (int i = 0; i < 200 * (1 + random.nextInt(3)); i++) {
                enter(queue, shares[user], new Waiter(user, LANE, i));
            }
        }
        Map<Long, int[]> since = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            Waiter served = queue.poll(ANY);
            for (long user = 0; user < users; user++) {
                int[] turns = since.computeIfAbsent(user, made -> new int[users]);
                turns[(int) served.user()]++;
                if (user == served.user()) {
                    since.put(user, new int[users]);
                } else {
                    assertThat(turns[(int) served.user()]).isLessThanOrEqualTo(shares[(int) served.user()]);
                }
            }
        }
    }

    /** Users who always have somebody waiting get turns as their shares say, whatever they have waiting. */
    @Property(tries = 50)
    void overTimeTurnsFollowShares(@ForAll long seed) {
        Random random = new Random(seed);
        FairQueue<String, Waiter> queue = new FairQueue<>(100_000);
        int users = 2 + random.nextInt(5);
        int all = 0;
        int[] shares = new int[users];
        for (int user = 0; user < users; user++) {
            shares[user] = 1 + random.nextInt(9);
            all += shares[user];
            for (int i = 0; i < 1 + random.nextInt(50); i++) {
                enter(queue, shares[user], new Waiter(user, LANE, i));
            }
        }
        int[] turns = new int[users];
        int rounds = 40;
        for (int i = 0; i < rounds * all; i++) {
            Waiter served = queue.poll(ANY);
            turns[(int) served.user()]++;
            // the next call comes before the one served is missed
            enter(queue, shares[(int) served.user()], new Waiter(served.user(), LANE, 1_000 + i));
            while (queue.size(new UserId(served.user())) < 2) {
                enter(queue, shares[(int) served.user()], new Waiter(served.user(), LANE, 1_000 + i));
            }
        }
        for (int user = 0; user < users; user++) {
            assertThat(turns[user]).isBetween((rounds - 2) * shares[user], (rounds + 2) * shares[user]);
        }
    }
}
