package io.ecslifeguard.restart;

import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.journal.InstanceEvents;
import io.ecslifeguard.journal.StartCounts;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** What has become of the last start of an instance that is Stopped. */
@ApplicationScoped
class LastStart {

    private final RestartConfig config;
    private final InstanceEvents events;
    private final StartCounts counts;
    private final Timer timer;
    private final Clock clock;

    LastStart(RestartConfig config, InstanceEvents events, StartCounts counts, Timer timer, Clock clock) {
        this.config = config;
        this.events = events;
        this.counts = counts;
        this.timer = timer;
        this.clock = clock;
    }

    /** Whether it may still bring the instance up: it has time left, and the instance has not run since. */
    Uni<Boolean> isUnderWay(InstanceId instance, Progress progress) {
        return progress.startedAt()
                .filter(at -> at.plus(patience(progress)).isAfter(clock.instant()))
                .map(at -> events.ranSince(instance, at).map(ran -> !ran))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    /** An outage lets many in a row go unanswered: then each is waited for longer, as after refusals. */
    private Duration patience(Progress progress) {
        if (progress.wasMade()) {
            return config.startPatience();
        }
        var growing = timer.afterRefusals(progress.refusals() + 1);
        return growing.compareTo(config.answerPatience()) > 0 ? growing : config.answerPatience();
    }

    /** Where it is under way no longer: it counts as never made when neither its answer nor its effect was seen. */
    Uni<Progress> settled(long reaction, InstanceId instance, Progress progress) {
        return progress.startedAt()
                .filter(at -> !progress.wasMade())
                .map(at -> events.startedSince(instance, at)
                        .chain(started -> started
                                ? Uni.createFrom().item(progress)
                                : counts.refused(reaction, progress.starts()).replaceWith(progress.refused())))
                .orElseGet(() -> Uni.createFrom().item(progress));
    }
}
