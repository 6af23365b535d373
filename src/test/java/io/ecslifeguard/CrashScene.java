package io.ecslifeguard;

import static java.util.Map.entry;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A cloud and a journal that outlive the service, which is killed while its calls stand still at chosen places. */
final class CrashScene implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So long that no deadline comes by itself. */
    static final Duration NOTICE = Duration.ofMinutes(30);

    static final Duration MARGIN = Duration.ofSeconds(90);

    /** Longer than the visibility timeout of the local cloud's queue. */
    private static final Map<String, Object> PAST_VISIBILITY = Map.of("seconds", 31);

    private final EmbeddedPostgres server;
    private final String database;
    private final LocalCloud cloud;
    private final List<String> holds = new ArrayList<>();
    private final List<ServiceProcess> services = new ArrayList<>();
    final Console console;

    /**
     * An instance in two load balancers.
     *
     * @param group a vServer group of the one, with two ports
     * @param loadBalancer the other, with the instance in its default group
     */
    record Evacuee(String instance, String group, String loadBalancer) {}

    CrashScene(EmbeddedPostgres server, String database) {
        this.server = server;
        this.database = database;
        server.createDatabase(database);
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0).withStateDelay(Duration.ofMillis(50)));
        console = new Console("http://127.0.0.1:" + cloud.port());
    }

    Evacuee evacuee() {
        var instance = console.create(Map.of("spot", true));
        var first = console.post("loadbalancers", Map.of()).getString("id");
        var group = console.post("groups", Map.of("loadBalancer", first)).getString("id");
        var second = console.post("loadbalancers", Map.of()).getString("id");
        var backends = "groups/" + group + "/backends";
        console.act(backends, Map.of("server", instance, "port", 80, "weight", 100));
        console.act(backends, Map.of("server", instance, "port", 8080, "weight", 50));
        console.act("loadbalancers/" + second + "/backends", Map.of("server", instance, "weight", 70));
        return new Evacuee(instance, group, second);
    }

    /** Says that the instance will be reclaimed, {@link #NOTICE} after {@code at}. */
    void announce(Evacuee evacuee, Instant at) {
        console.message("""
                {"id":"notice-%1$s","product":"ECS","name":"Instance:PreemptibleInstanceInterruption",
                 "regionId":"cn-hangzhou","eventTime":"%2$s","content":{"instanceId":"%1$s","action":"delete"}}""".formatted(evacuee.instance(), at));
    }

    ServiceProcess start() {
        var service = ServiceProcess.start(environment());
        services.add(service);
        return service;
    }

    /** From now on one such call stands still, {@code before} or {@code after} its effect. */
    void hold(String operation, String when, Map<String, Object> match) {
        var fault = new HashMap<String, Object>(match.isEmpty() ? Map.of() : Map.of("match", match));
        fault.putAll(Map.of("operation", operation, "hold", when, "times", 1));
        holds.add(console.post("faults", fault).getString("id"));
    }

    /** Starts the service, and kills it when all calls that are to stand still do and {@code ready} holds. */
    void killWhenHeld(BooleanSupplier ready) {
        var service = start();
        awaitHeld();
        await().atMost(PATIENCE).until(ready::getAsBoolean);
        kill(service);
    }

    void killWhenHeld() {
        killWhenHeld(() -> true);
    }

    void awaitHeld() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> holds.stream().allMatch(hold -> held(hold) == 1));
    }

    void kill(ServiceProcess service) {
        service.kill();
        await().atMost(PATIENCE).until(() -> holds.stream().allMatch(hold -> held(hold) == 0));
        holds.clear();
        console.delete("faults");
    }

    private int held(String hold) {
        return console.get("faults/" + hold).getInteger("held");
    }

    /** What the dead replica holds would be free, and all that is open due, within minutes. */
    void letTimePass() {
        execute("update reaction set lease_until = now() where lease_until is not null");
        execute("update reaction set due_at = now() where status = 'open'");
        // so long ago that no call of it can have an effect any more
        execute("update lane set lease_until = now() - interval '1 hour' where lease_until is not null");
        console.act("time", PAST_VISIBILITY);
    }

    /** What the cloud has bought in its place. */
    List<String> replacements(Evacuee evacuee) {
        return console.list("instances").stream()
                .filter(one ->
                        evacuee.instance().equals(one.getJsonObject("tags").getString("ecs-lifeguard/replaces")))
                .map(one -> one.getString("id"))
                .toList();
    }

    /** Servers with ports and weights, such as {@code i-1:80=100}; of the default group without a port. */
    List<String> inGroup(Evacuee evacuee) {
        return backends(console.get("groups/" + evacuee.group()));
    }

    List<String> inDefaultGroup(Evacuee evacuee) {
        return backends(console.get("loadbalancers/" + evacuee.loadBalancer()));
    }

    private static List<String> backends(JsonObject group) {
        return group.getJsonArray("backends").stream()
                .map(JsonObject.class::cast)
                .map(one -> one.getString("server")
                        + (one.containsKey("port") ? ":" + one.getInteger("port") : "")
                        + "=" + one.getInteger("weight"))
                .toList();
    }

    long number(String sql) {
        return journal().number(sql);
    }

    List<String> query(String sql) {
        return journal().query(sql);
    }

    void execute(String sql) {
        journal().execute(sql);
    }

    private Sql journal() {
        return new Sql(server.jdbcUrl(database));
    }

    private Map<String, String> environment() {
        var url = "http://127.0.0.1:" + cloud.port();
        return Map.ofEntries(
                entry("ALIBABA_CLOUD_ACCESS_KEY_ID", "test"),
                entry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test"),
                entry("LIFEGUARD_QUEUE_ENDPOINT", url),
                entry("LIFEGUARD_QUEUE_NAMES", "ecs-events"),
                entry("LIFEGUARD_QUEUE_WAIT_TIME", "1s"),
                entry("LIFEGUARD_CLOUD_REGION", "cn-hangzhou"),
                entry("LIFEGUARD_CLOUD_ECS_ENDPOINT", url),
                entry("LIFEGUARD_CLOUD_SLB_ENDPOINT", url),
                // what stands still must neither be given up nor keep others from going on
                entry("LIFEGUARD_CLOUD_READ_TIMEOUT", "2m"),
                entry("LIFEGUARD_CLOUD_THREADS", "64"),
                entry("LIFEGUARD_CLOUD_PACE_CHANGES", "100000"),
                entry("LIFEGUARD_CLOUD_PACE_READS", "100000"),
                entry("LIFEGUARD_JOURNAL_STATEMENT_TIMEOUT", "2m"),
                entry("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", "60"),
                entry("LIFEGUARD_DATABASE_URL", server.reactiveUrl(database)),
                entry("LIFEGUARD_DATABASE_USERNAME", EmbeddedPostgres.USER),
                entry("LIFEGUARD_DATABASE_PASSWORD", "any"),
                // so that a call that stands still is the evacuation's
                entry("LIFEGUARD_FLEET_ENABLED", "false"),
                entry("LIFEGUARD_FLEET_GROUPS_ENABLED", "false"),
                entry("LIFEGUARD_SPOT_LANES", "64"),
                entry("LIFEGUARD_SPOT_GATHER", "50ms"),
                entry("LIFEGUARD_SPOT_DRAIN_TIME", "500ms"),
                entry("LIFEGUARD_SPOT_DISCOVERY_WAIT", "10s"),
                entry("LIFEGUARD_SPOT_NOTICE", NOTICE.toString()),
                entry("LIFEGUARD_SPOT_MARGIN", MARGIN.toString()));
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        cloud.close();
    }
}
