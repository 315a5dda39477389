package dev.headgate.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes traffic of calls that were. Pure. */
public final class Replay {
    /*
     * A session is a row of calls of one conversation and model whose prompts grow; a call goes on from the one with the longest
     * prompt below its own, since programs ask small things beside the conversation. Where calls tell no conversation, their user's
     * calls of the model are taken for one, but not over a GAP.
     *
     * Of a session's first prompt, what came from a cache is taken for instructions that it shares with the others of its model
     * whose first prompt had as much from it.
     *
     * The time between an answer and the next turn stays, how long each answer took too; so when a call has to wait, what follows
     * in its session comes later.
     */
    private static final long GAP_MILLIS = 10 * 60_000;

    /**
     * One call.
     *
     * @param atMillis from the replay's start
     * @param conversation tells its conversation from others, 0 where nothing tells
     * @param promptTokens all of its prompt, those from a cache included
     */
    public record Past(
            long atMillis,
            long user,
            long conversation,
            Traffic.Need need,
            int promptTokens,
            int cachedTokens,
            int outputTokens,
            Traffic.Took took) {
        private long endMillis() {
            return atMillis + took.totalMillis();
        }
    }

    private record Key(long user, long conversation, Traffic.Need need) {}

    private record Shared(Traffic.Need need, int tokens) {}

    private final List<List<Past>> chains = new ArrayList<>();
    private final Map<Key, List<List<Past>>> open = new HashMap<>();

    private Replay() {}

    /** Sessions of calls, which may come in any order. */
    public static List<Traffic.Session> of(List<Past> calls) {
        Replay replay = new Replay();
        calls.stream().sorted(Comparator.comparingLong(Past::atMillis)).forEach(replay::add);
        return replay.sessions();
    }

    private void add(Past call) {
        List<List<Past>> candidates =
                open.computeIfAbsent(new Key(call.user(), call.conversation(), call.need()), key -> new ArrayList<>());
        List<Past> chain = null;
        for (List<Past> candidate : candidates) {
            Past last = candidate.getLast();
            if (continues(last, call)
                    && (chain == null || last.promptTokens() > chain.getLast().promptTokens())) {
                chain = candidate;
            }
        }
        if (chain == null) {
            chain = new ArrayList<>();
            chains.add(chain);
            candidates.add(chain);
        }
        chain.add(call);
    }

    private static boolean continues(Past before, Past call) {
        boolean grows = call.promptTokens() > before.promptTokens();
        return grows && (call.conversation() != 0 || call.atMillis() - before.endMillis() <= GAP_MILLIS);
    }

    private List<Traffic.Session> sessions() {
        Map<Long, Integer> users = new HashMap<>();
        Map<Shared, Integer> apps = new HashMap<>();
        List<Traffic.Session> sessions = new ArrayList<>();
        for (List<Past> chain : chains) {
            Past first = chain.getFirst();
            int shared = Math.min(first.cachedTokens(), first.promptTokens() - 1);
            int alone = -1 - sessions.size();
            int app = shared == 0 ? alone : apps.computeIfAbsent(new Shared(first.need(), shared), key -> apps.size());
            int user = users.computeIfAbsent(first.user(), key -> 1 + users.size());
            sessions.add(new Traffic.Session(
                    sessions.size(),
                    first.need(),
                    first.atMillis(),
                    user,
                    app,
                    shared,
                    first.conversation() != 0,
                    turns(chain, shared)));
        }
        return sessions;
    }

    private static List<Traffic.Turn> turns(List<Past> chain, int shared) {
        List<Traffic.Turn> turns = new ArrayList<>();
        long known = shared;
        for (int i = 0; i < chain.size(); i++) {
            Past call = chain.get(i);
            long think = i + 1 < chain.size() ? Math.max(0, chain.get(i + 1).atMillis() - call.endMillis()) : 0;
            int fresh = (int) Math.max(1, call.promptTokens() - known);
            turns.add(new Traffic.Turn(fresh, call.outputTokens(), think, call.took()));
            known = known + fresh + call.outputTokens();
        }
        return turns;
    }
}
