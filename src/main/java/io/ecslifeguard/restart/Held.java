package io.ecslifeguard.restart;

import io.ecslifeguard.api.Refusal;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.Instances;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is to be put on hold. A hold on a misspelt id, or on a name, would be shown as being in force and hold nothing. */
@ApplicationScoped
class Held {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Instances instances;
    private final Ecs ecs;

    Held(Instances instances, Ecs ecs) {
        this.instances = instances;
        this.ecs = ecs;
    }

    /** Fails where there is no such instance; gives what is to be said where nobody can tell. */
    Uni<Optional<String>> check(InstanceId instance) {
        return instances
                .isKnown(instance)
                .chain(known -> known ? Uni.createFrom().item(Optional.empty()) : ask(instance));
    }

    private Uni<Optional<String>> ask(InstanceId instance) {
        return ecs.describe(List.of(instance))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(found -> found.isEmpty() ? Answer.NONE : Answer.FOUND)
                .onFailure()
                .recoverWithItem(Answer.UNKNOWN)
                .chain(answer -> answer == Answer.NONE
                        ? refusal(instance).chain(Uni.createFrom()::failure)
                        : Uni.createFrom().item(doubt(answer)));
    }

    private static Optional<String> doubt(Answer answer) {
        return answer == Answer.UNKNOWN
                ? Optional.of("No event has told of this instance, and ECS cannot be asked about it now: see to its id")
                : Optional.empty();
    }

    private Uni<Refusal> refusal(InstanceId instance) {
        return instances
                .named(instance.value())
                .map(ids -> Refusal.of(
                        "instance",
                        ids.isEmpty()
                                ? "ECS has no instance " + instance
                                        + ", and no event has told of one: GET /api/instances?text= finds ids"
                                : instance + " is the name of "
                                        + ids.stream().map(InstanceId::value).collect(Collectors.joining(", "))
                                        + ": a hold is on an id"));
    }

    private enum Answer {
        FOUND,
        NONE,
        UNKNOWN
    }
}
