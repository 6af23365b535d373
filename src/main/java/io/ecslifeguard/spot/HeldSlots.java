package io.ecslifeguard.spot;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The slots that one lane has reserved and not used yet, one for each API at most. What is due of one kind need not wait
 * behind another kind's slot, and what is sent is chosen only when a slot has come: until then more may gather.
 */
final class HeldSlots {

    private final Slots slots;
    private final Map<String, Long> comesAt = new ConcurrentHashMap<>();

    HeldSlots(Slots slots) {
        this.slots = slots;
    }

    /** Reserves a slot of each API that has none. */
    Uni<Void> reserve(Set<String> apis) {
        return Multi.createFrom()
                .iterable(apis)
                .filter(api -> !comesAt.containsKey(api))
                .onItem()
                .transformToUniAndConcatenate(api ->
                        slots.next(api).invoke(wait -> comesAt.put(api, System.nanoTime() + wait.toNanos())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    boolean hasCome(String api) {
        return until(api).isZero();
    }

    /** How long until the first slot of one of these APIs, which are reserved. */
    Duration untilFirst(Collection<String> apis) {
        return apis.stream().map(this::until).min(Duration::compareTo).orElse(Duration.ZERO);
    }

    void use(String api) {
        comesAt.remove(api);
    }

    private Duration until(String api) {
        return Duration.ofNanos(Math.max(0, comesAt.get(api) - System.nanoTime()));
    }
}
