package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.LoadBalancerId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** One reading of the groups, shared by all who want it; what it has read so far can be had at any time. */
final class Reading {

    private static final String NOT_YET = "not read yet";

    private final Instant began;
    private final Uni<Void> end;
    private final List<Members> groups = new ArrayList<>();
    private final Map<String, String> unread = new TreeMap<>();
    private final TreeSet<String> missing = new TreeSet<>();
    private final TreeSet<LoadBalancerId> hidden = new TreeSet<>();
    private boolean over;

    /** @param reads what fills it; made once, for all who wait, and also when none of them waits any more */
    Reading(Instant began, Function<Reading, Uni<Void>> reads) {
        this.began = began;
        this.end = Uni.createFrom()
                .deferred(() -> reads.apply(this))
                .onTermination()
                .invoke(this::ended)
                .memoize()
                .indefinitely();
    }

    Instant began() {
        return began;
    }

    Uni<Void> end() {
        return end;
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized Picture soFar() {
        return new Picture(
                groups,
                unread.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                        .toList(),
                List.copyOf(missing),
                List.copyOf(hidden));
    }

    synchronized void begins(String what) {
        unread.put(what, NOT_YET);
    }

    synchronized void succeeded(String what) {
        unread.remove(what);
    }

    synchronized void has(String what, Members members) {
        unread.remove(what);
        groups.add(members);
    }

    synchronized void failed(String what, String reason) {
        unread.put(what, reason);
    }

    synchronized void isMissing(String what, String id) {
        unread.remove(what);
        missing.add(id);
    }

    synchronized void isHidden(String what, LoadBalancerId id) {
        unread.remove(what);
        hidden.add(id);
    }

    private synchronized void ended() {
        over = true;
    }
}
