package io.ecslifeguard.spot;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.Level;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.journal.TestJournal;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.ecslifeguard.testing.SetClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Purchases at a local cloud, kept in a real journal, step by step. */
final class Shop implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final LocalCloud cloud =
            LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(20)));
    private final ObjectMapper json = new ObjectMapper().registerModules(new Jdk8Module());
    final TestJournal journal = new TestJournal();
    final Console console = new Console("http://127.0.0.1:" + cloud.port());
    final TestGateways gateways = TestGateways.paced("http://127.0.0.1:" + cloud.port());
    final TestGateways dry = new TestGateways("http://127.0.0.1:" + cloud.port(), true);
    final TestGateways keyless = TestGateways.withoutCredentials("http://127.0.0.1:" + cloud.port());

    final SetClock time = new SetClock(Scene.NOTICE);

    Purchasing purchasing(TestReplacement settings) {
        return purchasing(settings, gateways);
    }

    Purchasing purchasing(TestReplacement settings, TestGateways by) {
        var config = TestSpotConfig.DEFAULT.withReplacement(settings);
        var memories = new Memories(json);
        var placing = new Placing(config, journal.purchases, journal.pools, by.ecs, memories);
        return new Purchasing(
                new Planning(
                        config,
                        new ReplacementRules(config),
                        journal.purchases,
                        journal.pools,
                        journal.lastSeen,
                        by.ecs,
                        memories,
                        time),
                new Ordering(config, journal.purchases, placing, by.ecs, memories, time),
                journal.purchases,
                journal.instanceEvents,
                by.ecs);
    }

    String running(Map<String, Object> order) {
        var instance = console.create(order);
        await().atMost(LONG).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    Optional<Instance> described(String instance) {
        return gateways.ecs.describe(List.of(new InstanceId(instance))).await().atMost(LONG).stream()
                .findFirst();
    }

    /** The next step. */
    Purchase next(Purchasing purchasing, Attempt attempt, String instance) {
        return next(purchasing, attempt, instance, described(instance), 1);
    }

    Purchase next(
            Purchasing purchasing, Attempt attempt, String instance, Optional<Instance> described, int generation) {
        return purchasing
                .next(
                        attempt,
                        new InstanceId(instance),
                        new Description(described, Optional.empty(), false),
                        generation)
                .await()
                .atMost(LONG);
    }

    /** Steps, each at its due time, until one is the last. */
    Purchase all(Purchasing purchasing, Attempt attempt, String instance) {
        var purchase = next(purchasing, attempt, instance);
        for (var made = 1; made < 100 && purchase instanceof Purchase.Waiting waiting; made++) {
            pass(waiting.after());
            purchase = next(purchasing, attempt, instance);
        }
        return purchase;
    }

    /** Lets the time pass that the journal knows of, and the clock's. */
    void pass(Duration duration) {
        time.pass(duration);
        for (var column : List.of("not_before", "slot_at", "asked_at", "last_asked_at", "looked_at")) {
            journal.execute("update purchase set %1$s = %1$s - interval '%2$d milliseconds'"
                    .formatted(column, duration.toMillis() + 100));
        }
    }

    /** As if nothing had happened here yet. */
    void empty() {
        time.pass(Duration.between(time.instant(), Scene.NOTICE));
        journal.execute("truncate event, reaction, instance, pool restart identity cascade");
        console.delete("faults");
        console.delete("stock");
        console.delete("calls");
    }

    void refuse(String code, int status, int times) {
        console.act(
                "faults",
                Map.of(
                        "operation",
                        "ecs:RunInstances",
                        "times",
                        times,
                        "error",
                        Map.of("status", status, "code", code, "message", "As the test wants it")));
    }

    List<JsonObject> runs() {
        return console.calls("ecs:RunInstances", "");
    }

    Attempt attempt(String event, String instance) {
        return new Buyer(journal.called(event, instance, Scene.NOTICE), event, new InstanceId(instance));
    }

    @Override
    public void close() {
        gateways.close();
        dry.close();
        keyless.close();
        journal.close();
        cloud.close();
    }

    private record Buyer(long reaction, String key, InstanceId instance) implements Attempt {

        @Override
        public EcsEvent event() {
            var header = new Header(
                    key,
                    Optional.of(key),
                    "Instance:PreemptibleInstanceInterruption",
                    "ECS",
                    Level.WARN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(instance),
                    Optional.empty(),
                    Optional.of(Scene.NOTICE),
                    Optional.empty(),
                    Envelope.CLOUDMONITOR_RULE,
                    "{}");
            return new SpotInterruption(header, instance, "delete");
        }

        @Override
        public Optional<Long> notice() {
            return Optional.empty();
        }

        @Override
        public Instant occurredAt() {
            return Scene.NOTICE;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.of(Scene.NOTICE.plus(Duration.ofMinutes(5)));
        }

        @Override
        public <T> Optional<T> memory(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public Uni<Void> remember(Object memory) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Void> stillMine() {
            return Uni.createFrom().voidItem();
        }
    }
}
