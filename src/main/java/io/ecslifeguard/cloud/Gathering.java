package io.ecslifeguard.cloud;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks for many in one call what many callers ask for at the same time. Where no call is under way, one is made at once;
 * while one is, all that is asked for waits and goes together in the next. A batch that fails, fails for those who are in
 * it; what nobody waits for any more is left out, as long as the call has not been made.
 */
class Gathering<K, V> {

    /** How many keys may wait; more are refused. */
    static final int MOST_WAITING = 10_000;

    private final String api;
    private final int largest;
    private final Function<Supplier<List<K>>, Uni<Map<K, V>>> call;
    /** The newest: the one that is joined, as long as it has not begun. */
    private Batch newest;

    private int waiting;

    /**
     * @param api what is called, for messages
     * @param largest how many keys go into one call
     * @param call makes it, with the keys that somebody waits for at that moment; there may be none left
     */
    Gathering(String api, int largest, Function<Supplier<List<K>>, Uni<Map<K, V>>> call) {
        this.api = api;
        this.largest = largest;
        this.call = call;
    }

    /** What there is for these keys; one without an answer is not in it. */
    Uni<Map<K, V>> ask(Collection<K> keys) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            var wanted = new LinkedHashSet<>(keys);
            if (wanted.isEmpty()) {
                return Uni.createFrom().item(Map.of());
            }
            var shares = join(wanted, context);
            if (shares.isEmpty()) {
                return Uni.createFrom().failure(CloudErrors.overloaded(api, MOST_WAITING));
            }
            var answers = shares.keySet().stream().map(batch -> batch.answers).toList();
            return CloudCalls.completingOn(
                    context,
                    Uni.join()
                            .all(answers)
                            .andFailFast()
                            .map(all -> merged(all, wanted))
                            .onTermination()
                            .invoke(() -> leave(shares)));
        });
    }

    /** Gives which keys went into which batch; none where too many wait. */
    private synchronized Map<Batch, List<K>> join(Collection<K> keys, Context context) {
        if (waiting + keys.size() > MOST_WAITING) {
            return Map.of();
        }
        waiting += keys.size();
        var shares = new LinkedHashMap<Batch, List<K>>();
        for (var key : keys) {
            if (newest == null || newest.begun || newest.isFullFor(key)) {
                newest = new Batch(newest, context);
            }
            newest.askers.merge(key, 1, Integer::sum);
            shares.computeIfAbsent(newest, batch -> new ArrayList<>()).add(key);
        }
        return shares;
    }

    private synchronized void leave(Map<Batch, List<K>> shares) {
        shares.forEach((batch, keys) -> keys.forEach(key -> {
            waiting--;
            batch.askers.computeIfPresent(key, (same, askers) -> askers == 1 ? null : askers - 1);
        }));
    }

    private static <K, V> Map<K, V> merged(List<Map<K, V>> answers, Collection<K> wanted) {
        var merged = new HashMap<K, V>();
        for (var answer : answers) {
            for (var key : wanted) {
                var value = answer.get(key);
                if (value != null) {
                    merged.put(key, value);
                }
            }
        }
        return merged;
    }

    private final class Batch {

        private final Map<K, Integer> askers = new LinkedHashMap<>();
        private final Uni<Map<K, V>> answers;
        private boolean begun;

        /** Begins when the one before has ended, for whoever waits for it first, and on that one's context. */
        Batch(Batch before, Context context) {
            // Forgotten when it has been asked for: else each batch would keep all that ever were.
            var reference =
                    new AtomicReference<>(before == null ? Uni.createFrom().<Map<K, V>>nullItem() : before.answers);
            answers = Uni.createFrom()
                    .deferred(() -> CloudCalls.completingOn(context, reference.getAndSet(null)))
                    // told to those who were in it
                    .onFailure()
                    .recoverWithNull()
                    .chain(this::begin)
                    // and so not cancelled with the caller who came first
                    .memoize()
                    .indefinitely();
        }

        boolean isFullFor(K key) {
            return askers.size() >= largest && !askers.containsKey(key);
        }

        private Uni<Map<K, V>> begin() {
            synchronized (Gathering.this) {
                begun = true;
            }
            return wanted().isEmpty() ? Uni.createFrom().item(Map.of()) : call.apply(this::wanted);
        }

        private List<K> wanted() {
            synchronized (Gathering.this) {
                return List.copyOf(askers.keySet());
            }
        }
    }
}
