package io.ecslifeguard;

import static java.util.Map.entry;
import static org.awaitility.Awaitility.await;

import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.testing.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A pool of spot instances behind load balancers, in a local cloud with quotas and delays, and replicas of the packaged
 * service that look after it. From the interruption on the cloud's time may run faster; the service's durations are
 * shorter by as much then, and its pace is faster.
 */
final class StormScene implements AutoCloseable {

    static final int INSTANCES = 1000;
    static final int GROUPS = 25;
    static final int LOAD_BALANCERS = 10;
    static final Duration NOTICE = Duration.ofMinutes(5);

    /** What the vendor publishes for the APIs of SLB that change something, in a minute each. */
    static final int SLB_CHANGES = 90;
    /**
     * The vendor publishes none for single APIs of ECS; Quota Center shows an account's own. A tenth of the instances that
     * it creates in a minute at most, one a call: 1,000 take two of the five minutes.
     */
    static final int RUN_INSTANCES = 500;
    /** A tenth is left to others of the account, and for calls that come late. */
    private static final int OWN_RUN_INSTANCES = 450;
    /** For each API that reads, as the service assumes by default. */
    static final int READS = 600;

    private static final List<String> CHANGING = List.of(
            "SetVServerGroupAttribute",
            "ModifyVServerGroupBackendServers",
            "AddVServerGroupBackendServers",
            "RemoveVServerGroupBackendServers",
            "SetBackendServers",
            "AddBackendServers",
            "RemoveBackendServers");
    private static final List<String> READING = List.of(
            "slb:DescribeLoadBalancers",
            "slb:DescribeVServerGroups",
            "slb:DescribeVServerGroupAttribute",
            "slb:DescribeLoadBalancerAttribute",
            "ecs:DescribeInstances",
            "ecs:DescribeDisks",
            "ecs:DescribeUserData",
            "ecs:DescribeInstanceRamRole");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final double factor;
    private final EmbeddedPostgres server;
    private final LocalCloudProcess cloud;
    final Console console;
    final List<ServiceProcess> services = new ArrayList<>();

    StormScene(double factor) {
        this.factor = factor;
        server = EmbeddedPostgres.temporary();
        cloud = LocalCloudProcess.started();
        console = new Console(cloud.url());
    }

    /** Creates the groups and their members, each in one group on one port. */
    void plant() {
        console.put("settings", Map.of("pendingSeconds", 0, "startingSeconds", 0));
        var loadBalancers = IntStream.range(0, LOAD_BALANCERS)
                .mapToObj(number -> console.post("loadbalancers", Map.of()).getString("id"))
                .toList();
        var groups = IntStream.range(0, GROUPS)
                .mapToObj(number -> console.post(
                                "groups", Map.of("loadBalancer", loadBalancers.get(number % LOAD_BALANCERS)))
                        .getString("id"))
                .toList();
        for (var number = 0; number < INSTANCES; number++) {
            var instance = console.create(Map.of("name", "web-" + number, "spot", true));
            // neighbours of a group are interrupted one after the other
            var member =
                    Map.<String, Object>of("server", instance, "port", 8000 + number % 100, "weight", 1 + number % 100);
            console.act("groups/" + groups.get(number % GROUPS) + "/backends", member);
        }
        await().atMost(PATIENCE)
                .until(() ->
                        console.list("instances").stream().allMatch(one -> "Running".equals(one.getString("state"))));
        console.delete("queues/ecs-events/messages");
    }

    /** Starts the service, and waits until it knows where everything is. */
    void start(int replicas) {
        for (var number = 0; number < replicas; number++) {
            services.add(ServiceProcess.started(environment()));
        }
        await().atMost(PATIENCE)
                .until(() -> query(
                                "select count(*) from inventory where began_at is not null and backends = " + INSTANCES)
                        .equals(List.of("1")));
        await().atMost(PATIENCE)
                .until(() -> query("select count(*) from instance where described_at is not null")
                        .equals(List.of(String.valueOf(INSTANCES))));
    }

    /** From here on calls take their time and have quotas, and a replacement needs 25 seconds until it runs. */
    void toughen() {
        console.put("settings", Map.of("pendingSeconds", 5, "startingSeconds", 20));
        CHANGING.forEach(
                api -> console.act("faults", Map.of("operation", "slb:" + api, "quotaPerMinute", SLB_CHANGES)));
        READING.forEach(api -> console.act("faults", Map.of("operation", api, "quotaPerMinute", READS)));
        console.act("faults", Map.of("operation", "ecs:RunInstances", "quotaPerMinute", RUN_INSTANCES));
        latency("slb:*", 150);
        latency("ecs:Describe*", 60);
        latency("ecs:RunInstances", 600);
        console.delete("calls");
    }

    /** Reclaims the whole pool at once, and lets time run as fast as it is to run; gives when that was. */
    Instant interrupt() {
        var began = Instant.parse(console.get("time").getString("now"));
        console.act("instances/interrupt");
        console.put("time", Map.of("factor", factor));
        return began;
    }

    /** Waits until nothing more is to be done. */
    void awaitEnd() {
        await().atMost(scaled(NOTICE).plus(PATIENCE))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> query("select count(*) from reaction where name = 'evacuate' and finished_at is not null")
                        .equals(List.of(String.valueOf(INSTANCES))));
    }

    /** The first column of all rows; nothing where the schema is not there yet. */
    List<String> query(String sql) {
        return new Sql(server.jdbcUrl("postgres")).query(sql);
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        cloud.close();
        server.close();
    }

    private void latency(String operation, int millis) {
        var wall = (long) Math.ceil(millis / factor);
        console.act("faults", Map.of("operation", operation, "latencyMillis", wall));
    }

    private Map<String, String> environment() {
        var url = cloud.url();
        var environment = new HashMap<>(Map.ofEntries(
                entry("ALIBABA_CLOUD_ACCESS_KEY_ID", "test"),
                entry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test"),
                entry("LIFEGUARD_QUEUE_ENDPOINT", url),
                entry("LIFEGUARD_QUEUE_NAMES", "ecs-events"),
                entry("LIFEGUARD_CLOUD_REGION", "cn-hangzhou"),
                entry("LIFEGUARD_CLOUD_ECS_ENDPOINT", url),
                entry("LIFEGUARD_CLOUD_SLB_ENDPOINT", url),
                entry("LIFEGUARD_DATABASE_URL", server.reactiveUrl("postgres")),
                entry("LIFEGUARD_DATABASE_USERNAME", EmbeddedPostgres.USER),
                entry("LIFEGUARD_CLOUD_PACE_CHANGES", quota(SLB_CHANGES)),
                entry("LIFEGUARD_CLOUD_PACE_READS", quota(READS)),
                entry("LIFEGUARD_CLOUD_PACE_APIS_RUNINSTANCES", quota(OWN_RUN_INSTANCES))));
        durations()
                .forEach((setting, usual) ->
                        environment.put(setting, scaled(usual).toMillis() + "ms"));
        return environment;
    }

    /** Those by which the service goes, as they are by default. */
    private static Map<String, Duration> durations() {
        return Map.ofEntries(
                entry("LIFEGUARD_SPOT_NOTICE", NOTICE),
                entry("LIFEGUARD_SPOT_DRAIN_TIME", Duration.ofSeconds(60)),
                entry("LIFEGUARD_SPOT_MARGIN", Duration.ofSeconds(90)),
                entry("LIFEGUARD_SPOT_GATHER", Duration.ofSeconds(2)),
                entry("LIFEGUARD_SPOT_GATHER_EXPECTED", Duration.ofSeconds(30)),
                entry("LIFEGUARD_SPOT_DISCOVERY_AGE", Duration.ofSeconds(5)),
                entry("LIFEGUARD_DISPATCH_POLL_INTERVAL", Duration.ofMillis(500)),
                entry("LIFEGUARD_CLOUD_BACK_OFF", Duration.ofMillis(500)),
                entry("LIFEGUARD_CLOUD_MAX_BACK_OFF", Duration.ofSeconds(5)),
                entry("LIFEGUARD_RESTART_DEBOUNCE", Duration.ofSeconds(15)),
                entry("LIFEGUARD_RESTART_LOOK_INTERVAL", Duration.ofSeconds(20)),
                entry("LIFEGUARD_FLEET_EVERY", Duration.ofMinutes(5)),
                entry("LIFEGUARD_FLEET_GROUPS_EVERY", Duration.ofMinutes(5)),
                entry("LIFEGUARD_FLEET_PAGE_PAUSE", Duration.ofMillis(200)));
    }

    private Duration scaled(Duration usual) {
        return Duration.ofNanos((long) (usual.toNanos() / factor));
    }

    /** A call comes up to a second late, however fast the time runs; that is more of a minute which is shorter. */
    private String quota(int perMinute) {
        return String.valueOf((int) (perMinute * factor * 61 / (60 + factor)));
    }
}
