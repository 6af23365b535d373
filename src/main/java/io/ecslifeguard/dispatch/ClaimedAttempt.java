package io.ecslifeguard.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.journal.Claimed;
import io.ecslifeguard.journal.Reactions;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** An attempt at a reaction that the journal has given to this replica. */
final class ClaimedAttempt implements Attempt {

    private final Claimed claimed;
    private final Optional<EcsEvent> event;
    private final Reactions reactions;
    private final ObjectMapper json;
    private volatile Optional<String> memory;

    ClaimedAttempt(Claimed claimed, Optional<EcsEvent> event, Reactions reactions, ObjectMapper json) {
        this.claimed = claimed;
        this.event = event;
        this.reactions = reactions;
        this.json = json;
        this.memory = claimed.memory();
    }

    @Override
    public long reaction() {
        return claimed.id();
    }

    @Override
    public EcsEvent event() {
        return event.orElseThrow(() -> new IllegalStateException(claimed + " was called for by no event"));
    }

    @Override
    public Optional<Long> notice() {
        return claimed.notice();
    }

    @Override
    public Instant occurredAt() {
        return claimed.occurredAt();
    }

    @Override
    public int number() {
        return claimed.attempt();
    }

    @Override
    public Optional<Instant> deadline() {
        return claimed.deadline();
    }

    @Override
    public <T> Optional<T> memory(Class<T> type) {
        return memory.map(text -> read(text, type));
    }

    @Override
    public Uni<Void> remember(Object remembered) {
        return Uni.createFrom()
                .item(() -> written(remembered))
                .chain(text -> reactions.remember(claimed, text).invoke(mine -> {
                    requireMine(mine);
                    memory = Optional.of(text);
                }))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> stillMine() {
        return reactions.isMine(claimed).invoke(this::requireMine).replaceWithVoid();
    }

    /** What a reaction wants to remember, as the journal keeps it. */
    String written(Object remembered) {
        try {
            return json.writeValueAsString(remembered);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(
                    "What " + claimed.name() + " remembers cannot be written as JSON: " + failure.getOriginalMessage(),
                    failure);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(
                    "What " + claimed.name() + " remembered cannot be read as " + type.getSimpleName() + ": "
                            + failure.getOriginalMessage(),
                    failure);
        }
    }

    private void requireMine(boolean mine) {
        if (!mine) {
            throw new LeaseLost(claimed.id());
        }
    }
}
