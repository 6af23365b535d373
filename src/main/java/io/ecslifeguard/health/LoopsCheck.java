package io.ecslifeguard.health;

import io.ecslifeguard.dispatch.Dispatcher;
import io.ecslifeguard.dispatch.Intake;
import io.ecslifeguard.dispatch.LoopState;
import io.ecslifeguard.spot.Lanes;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live while the loops beat. That the queue or the database is away is no reason to be restarted. */
@Liveness
@ApplicationScoped
class LoopsCheck implements AsyncHealthCheck {

    private final Intake intake;
    private final Dispatcher dispatcher;
    private final Lanes lanes;
    private final Clock clock;

    LoopsCheck(Intake intake, Dispatcher dispatcher, Lanes lanes, Clock clock) {
        this.intake = intake;
        this.dispatcher = dispatcher;
        this.lanes = lanes;
        this.clock = clock;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> {
            var loops = Stream.concat(intake.loops().stream(), Stream.of(dispatcher.loop(), lanes.loop()));
            return find(loops.toList(), clock.instant()).as("loops");
        });
    }

    static Finding find(List<LoopState> loops, Instant now) {
        var stuck = loops.stream().filter(loop -> loop.isStuck(now)).toList();
        var data = new LinkedHashMap<String, String>();
        loops.forEach(loop ->
                data.put(loop.name(), loop.lastBeat().map(Instant::toString).orElse("has not begun")));
        return new Finding(stuck.isEmpty() ? Optional.empty() : Optional.of(reason(stuck)), data);
    }

    private static String reason(List<LoopState> stuck) {
        return stuck.stream()
                .map(loop -> "%s has not moved on since %s and may stand still for %d s at most"
                        .formatted(
                                loop.name(),
                                loop.lastBeat().orElseThrow(),
                                loop.longestPause().toSeconds()))
                .collect(Collectors.joining("; ", "", ": the process must be restarted"));
    }
}
