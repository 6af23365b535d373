package io.ecslifeguard.spot;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ecslifeguard.cloud.LoadBalancerId;
import io.ecslifeguard.cloud.TestGateways;
import io.ecslifeguard.dispatch.Attempt;
import io.ecslifeguard.dispatch.Outcome;
import io.ecslifeguard.event.EcsEvent;
import io.ecslifeguard.event.Envelope;
import io.ecslifeguard.event.Header;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.Level;
import io.ecslifeguard.event.SpotInterruption;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evacuations against a local cloud, attempt by attempt, at times that the test sets. */
final class Scene implements AutoCloseable {

    static final Instant NOTICE = Instant.parse("2026-05-04T10:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ObjectMapper json = new ObjectMapper()
            .registerModules(new Jdk8Module(), new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Map<String, String> memories = new HashMap<>();
    private final LocalCloud cloud;
    private final TestGateways gateways;
    private EvacuateSpotInstance reaction;
    final Console console;
    final Time time = new Time();

    Scene(TestSpotConfig config) {
        this(config, false);
    }

    Scene(TestSpotConfig config, boolean dryRun) {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(20)));
        console = new Console("http://127.0.0.1:" + cloud.port());
        gateways = new TestGateways("http://127.0.0.1:" + cloud.port(), dryRun);
        reaction = reaction(config);
    }

    private EvacuateSpotInstance reaction(TestSpotConfig config) {
        return new EvacuateSpotInstance(
                config,
                gateways.ownFleet,
                gateways.ecs,
                region(config),
                new Round(config, new ServerGroups(gateways.slb), time),
                time);
    }

    Region region(TestSpotConfig config) {
        return new Region(config, new Discovery(config, gateways.slb), time);
    }

    String running() {
        var instance = console.create(Map.of("spot", true));
        await().atMost(LONG).until(() -> console.state(instance).equals("Running"));
        return instance;
    }

    String loadBalancer() {
        return console.post("loadbalancers", Map.of()).getString("id");
    }

    String group(String loadBalancer) {
        return console.post("groups", Map.of("loadBalancer", loadBalancer)).getString("id");
    }

    /** A group of a load balancer of its own. */
    String group() {
        return group(loadBalancer());
    }

    void join(String group, String instance, int port) {
        console.act("groups/" + group + "/backends", Map.of("server", instance, "port", port, "weight", 100));
    }

    /** As a container network does: by the network interface, and by its address. */
    void joinByInterface(String group, String instance, int port) {
        var address = gateways.ecs
                .describe(List.of(new InstanceId(instance)))
                .await()
                .atMost(LONG)
                .get(0)
                .privateAddresses()
                .get(0);
        gateways.add(group, "eni-" + instance.substring(2), address, port);
    }

    void joinDefault(String loadBalancer, String instance) {
        console.act("loadbalancers/" + loadBalancer + "/backends", Map.of("server", instance, "weight", 100));
    }

    void refuse(String operation, String parameter, String value) {
        console.act(
                "faults",
                Map.of(
                        "operation",
                        operation,
                        "match",
                        Map.of(parameter, value),
                        "error",
                        Map.of("status", 403, "code", "Forbidden.RAM", "message", "User not authorized.")));
    }

    void hang(String operation, String parameter, String value) {
        console.act(
                "faults", Map.of("operation", operation, "match", Map.of(parameter, value), "latencyMillis", 15_000));
    }

    /** Servers and weights in a group, such as {@code i-1=100}. */
    List<String> in(String group) {
        return backends(console.get("groups/" + group));
    }

    List<String> inDefault(String loadBalancer) {
        return backends(console.get("loadbalancers/" + loadBalancer));
    }

    private static List<String> backends(JsonObject group) {
        JsonArray backends = group.getJsonArray("backends");
        return backends.stream()
                .map(JsonObject.class::cast)
                .map(backend -> backend.getString("server") + "=" + backend.getInteger("weight"))
                .toList();
    }

    List<String> effects() {
        return gateways.effects();
    }

    Uni<Outcome> begin(String instance) {
        return begin(instance, "delete");
    }

    /** The next attempt, with what the last one remembered. */
    Uni<Outcome> begin(String instance, String action) {
        return Uni.createFrom()
                .deferred(() -> reaction.attempt(new TestAttempt(instance, action)))
                .invoke(outcome -> {
                    if (outcome instanceof Outcome.Again again) {
                        again.memory().ifPresent(memory -> keep(instance, memory));
                    }
                });
    }

    Outcome attempt(String instance) {
        return begin(instance).await().atMost(LONG);
    }

    Outcome attempt(String instance, String action) {
        return begin(instance, action).await().atMost(LONG);
    }

    /** Attempts, each at its due time, until one is the last or {@code times} have been made. */
    Outcome attempts(String instance, int times) {
        var outcome = attempt(instance);
        for (var made = 1; made < times && outcome instanceof Outcome.Again again; made++) {
            time.pass(again.after().plusMillis(1));
            outcome = attempt(instance);
        }
        return outcome;
    }

    /** Goes on with other settings; the SDKs are warm by then, so that short limits meet only what hangs. */
    void use(TestSpotConfig config) {
        var warmSlb = gateways.slb
                .defaultGroup(new LoadBalancerId("lb-nobodys"))
                .onFailure()
                .recoverWithItem(List.of())
                .await()
                .atMost(LONG);
        var warmEcs = gateways.ecs
                .describe(List.of(new InstanceId("i-nobodys")))
                .await()
                .atMost(LONG);
        reaction = reaction(config);
    }

    Evacuation memory(String instance) {
        return read(instance, Evacuation.class).orElseThrow();
    }

    private void keep(String instance, Object memory) {
        try {
            memories.put(instance, json.writeValueAsString(memory));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> Optional<T> read(String instance, Class<T> type) {
        return Optional.ofNullable(memories.get(instance)).map(text -> {
            try {
                return json.readValue(text, type);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void close() {
        gateways.close();
        cloud.close();
    }

    static final class Time extends Clock {

        private volatile Instant now = NOTICE;

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final class TestAttempt implements Attempt {

        private final String instance;
        private final String action;

        TestAttempt(String instance, String action) {
            this.instance = instance;
            this.action = action;
        }

        @Override
        public long reaction() {
            return 1;
        }

        @Override
        public EcsEvent event() {
            var id = new InstanceId(instance);
            return new SpotInterruption(
                    new Header(
                            "key",
                            Optional.empty(),
                            "Instance:PreemptibleInstanceInterruption",
                            "ECS",
                            Level.WARN,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(id),
                            Optional.empty(),
                            Optional.of(NOTICE),
                            Optional.empty(),
                            Envelope.CLOUDMONITOR_RULE,
                            "{}"),
                    id,
                    action);
        }

        @Override
        public Optional<Long> notice() {
            return Optional.empty();
        }

        @Override
        public Instant occurredAt() {
            return NOTICE;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public Optional<Instant> deadline() {
            return Optional.of(NOTICE.plus(Duration.ofMinutes(5)));
        }

        @Override
        public <T> Optional<T> memory(Class<T> type) {
            return read(instance, type);
        }

        @Override
        public Uni<Void> remember(Object memory) {
            return Uni.createFrom().voidItem().invoke(() -> keep(instance, memory));
        }

        @Override
        public Uni<Void> stillMine() {
            return Uni.createFrom().voidItem();
        }
    }
}
