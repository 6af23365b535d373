package io.ecslifeguard.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.decode.Decoder;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.journal.Entry;
import io.ecslifeguard.journal.Source;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SortingTest {

    private static final String STOPPED = """
            {"id":"e-1","product":"ECS","name":"Instance:StateChange","level":"INFO",
             "content":{"resourceId":"i-1","resourceType":"ALIYUN::ECS::Instance","state":"Stopped"}}""";

    @Test
    void saysWhichOfTheReactionsThatAreCalledForAreSwitchedOn() {
        // Given
        var sorting =
                new Sorting(new Decoder(), new CallingFor(List.of(new Named("on", true), new Named("off", false))));

        // When
        var entry = sorting.entry(new Source("ecs-events", "m-1", Instant.now(), 1, STOPPED));

        // Then
        assertThat(((Entry.Happened) entry).calls())
                .containsExactly(
                        new Entry.CalledFor("on", Optional.empty(), true),
                        new Entry.CalledFor("off", Optional.empty(), false));
    }

    /** Observers of whatever is fired. */
    private record CallingFor(List<Reaction> reactions) implements Event<Occurrence> {

        @Override
        public void fire(Occurrence occurrence) {
            reactions.forEach(reaction -> occurrence.callFor(reaction, InstanceStateChanged.class, change -> true));
        }

        @Override
        public <U extends Occurrence> CompletionStage<U> fireAsync(U event) {
            throw new UnsupportedOperationException("Observers are called in the polling stream");
        }

        @Override
        public <U extends Occurrence> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            return fireAsync(event);
        }

        @Override
        public Event<Occurrence> select(Annotation... qualifiers) {
            return this;
        }

        @Override
        public <U extends Occurrence> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException("There is no subtype");
        }

        @Override
        public <U extends Occurrence> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException("There is no subtype");
        }
    }

    private record Named(String name, boolean enabled) implements Reaction {

        @Override
        public Uni<Outcome> attempt(Attempt attempt) {
            throw new UnsupportedOperationException("Sorting attempts nothing");
        }
    }
}
