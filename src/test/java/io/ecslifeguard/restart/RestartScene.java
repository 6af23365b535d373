package io.ecslifeguard.restart;

import static org.awaitility.Awaitility.await;

import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import io.ecslifeguard.event.InstanceStateChanged;
import io.ecslifeguard.event.Level;
import io.ecslifeguard.journal.TestJournal;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.SetClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Restarts at a local cloud, kept in a real journal, attempt by attempt. */
final class RestartScene implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, Object> SELECTED = Map.of("tags", Map.of("ecs-lifeguard/restart", "on"));

    private final LocalCloud cloud =
            LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(5)));
    private final TestJournal journal = new TestJournal();
    private final TestGateways gateways = new TestGateways("http://127.0.0.1:" + cloud.port(), false);
    private final SetClock time = new SetClock(Instant.now());
    private int events;
    final Console console = new Console("http://127.0.0.1:" + cloud.port());

    RestartStoppedInstance reaction(RestartConfig config) {
        var timer = new Timer(config, time);
        var limits =
                new Limits(config, gateways.config, journal.startCounts, journal.circuits, journal.brakes, timer, time);
        return new RestartStoppedInstance(
                config,
                gateways.ownFleet,
                gateways.ecs,
                journal.instanceEvents,
                new Refusals(config, journal.instanceEvents, journal.holds, time),
                new Permissions(time),
                new LastStart(config, journal.instanceEvents, journal.startCounts, timer, time),
                limits,
                new Starting(gateways.ecs, journal.startCounts, timer, time),
                timer,
                time);
    }

    String stopped() {
        var instance = console.create(SELECTED);
        await().atMost(LONG).until(() -> console.state(instance).equals("Running"));
        console.act("instances/" + instance + "/stop");
        await().atMost(LONG).until(() -> console.state(instance).equals("Stopped"));
        return instance;
    }

    /** Lets an instance that was started run, and stops it again. */
    void stopAgain(String instance) {
        await().atMost(LONG).until(() -> console.state(instance).equals("Running"));
        console.act("instances/" + instance + "/stop");
        await().atMost(LONG).until(() -> console.state(instance).equals("Stopped"));
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    Stopping attempt(String instance) {
        return attempt(instance, Duration.ZERO);
    }

    /** Of a stop that was long ago when it was recorded. */
    Stopping lateAttempt(String instance) {
        return attempt(instance, Duration.between(time.instant(), TestJournal.STOPPED_AT));
    }

    /** Of a stop that, by the cloud's clock, is still to come. */
    Stopping attempt(String instance, Duration ahead) {
        return new Stopping(
                journal.stopped("stop-" + ++events, instance),
                new InstanceId(instance),
                time.instant().plus(ahead));
    }

    /** Waits until a start is counted, which it is right before it is asked for. */
    void awaitAsked(String instance) {
        await().atMost(LONG)
                .until(() -> journal.value("select count(*) from start where instance_id = '" + instance + "'")
                        .equals("1"));
    }

    /** Attempts, each at its due time, until one is the last. */
    Outcome all(RestartStoppedInstance reaction, Stopping attempt) {
        var outcome = next(reaction, attempt);
        for (var made = 1; made < 50 && outcome instanceof Outcome.Again again; made++) {
            time.pass(again.after());
            outcome = next(reaction, attempt);
        }
        return outcome;
    }

    Outcome next(RestartStoppedInstance reaction, Stopping attempt) {
        return begin(reaction, attempt).await().atMost(LONG);
    }

    Uni<Outcome> begin(RestartStoppedInstance reaction, Stopping attempt) {
        attempt.number++;
        return reaction.attempt(attempt).invoke(outcome -> {
            if (outcome instanceof Outcome.Again again) {
                again.memory().ifPresent(memory -> attempt.memory = memory);
            }
        });
    }

    /** Pauses all restarts. */
    void brake(Duration length) {
        var unused = journal.brakes
                .putOn("network change", time.instant().plus(length), Optional.empty())
                .await()
                .atMost(LONG);
    }

    /** Lets restarts go on, where they paused. */
    void release() {
        var unused = journal.brakes
                .release(Optional.empty(), "restart", Optional.empty())
                .await()
                .atMost(LONG);
    }

    /** Records an event of its state as of now. */
    void tell(String instance, String state) {
        journal.tell("state-" + ++events, instance, state, time.instant());
    }

    /** How many starts of it count. */
    int starts(String instance) {
        return Integer.parseInt(
                journal.value("select count(*) from start where not refused and instance_id = '" + instance + "'"));
    }

    /** Its starts are so long ago that they do not count any more. */
    void forgetStarts(String instance) {
        journal.execute("update start set asked_at = now() - interval '2 days' where instance_id = '" + instance + "'");
    }

    /** Its outcome is committed: the next stop calls for a restart of its own. */
    void end(Stopping attempt) {
        journal.execute("update reaction set status = 'done', finished_at = now() where id = " + attempt.reaction);
    }

    @Override
    public void close() {
        gateways.close();
        journal.close();
        cloud.close();
    }

    /** An attempt at the restart that a stop has called for. */
    static final class Stopping implements Attempt {

        private final long reaction;
        private final InstanceId instance;
        private final Instant at;
        private volatile Object memory;
        private volatile int number;

        private Stopping(long reaction, InstanceId instance, Instant at) {
            this.reaction = reaction;
            this.instance = instance;
            this.at = at;
        }

        @Override
        public long reaction() {
            return reaction;
        }

        @Override
        public EcsEvent event() {
            var header = new Header(
                    "key",
                    Optional.empty(),
                    "Instance:StateChange",
                    "ECS",
                    Level.INFO,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(instance),
                    Optional.empty(),
                    Optional.of(at),
                    Optional.empty(),
                    Envelope.CLOUDMONITOR_RULE,
                    "{}");
            return new InstanceStateChanged(header, instance, InstanceState.STOPPED, InstanceStateChanged.Facts.NONE);
        }

        @Override
        public Optional<Long> notice() {
            return Optional.empty();
        }

        @Override
        public Instant occurredAt() {
            return at;
        }

        @Override
        public int number() {
            return number;
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.empty();
        }

        @Override
        public <T> Optional<T> memory(Class<T> type) {
            return Optional.ofNullable(memory).map(type::cast);
        }

        @Override
        public Uni<Void> remember(Object remembered) {
            return Uni.createFrom().voidItem().invoke(() -> memory = remembered);
        }

        @Override
        public Uni<Void> stillMine() {
            return Uni.createFrom().voidItem();
        }
    }
}
