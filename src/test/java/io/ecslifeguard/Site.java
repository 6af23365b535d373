package io.ecslifeguard;

import static java.util.Map.entry;

import com.aliyun.mns.client.MNSClientBuilder;
import com.aliyun.mns.model.QueueMeta;
import io.ecslifeguard.dev.EmbeddedPostgres;
import io.ecslifeguard.testing.Console;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the packaged service runs: a PostgreSQL and a local cloud as processes of their own, and as many replicas as a test
 * starts, with waits short enough for one.
 */
final class Site implements AutoCloseable {

    private static final String DATABASE = "lifeguard";
    /** Not the server's owner, who may do what others are denied. */
    private static final String ROLE = "lifeguard";

    private final Map<String, String> settings = new HashMap<>();
    private final List<String> properties = new ArrayList<>();
    private final List<ServiceProcess> services = new ArrayList<>();
    final EmbeddedPostgres server = EmbeddedPostgres.temporary();
    final LocalCloudProcess cloud = LocalCloudProcess.started();
    final Console console = new Console(cloud.url());

    Site() {
        var owner = new Sql(server.jdbcUrl("postgres"));
        owner.execute("create role " + ROLE + " login");
        owner.execute("create database " + DATABASE + " owner " + ROLE);
        settings.putAll(usual());
        shortenVisibility();
    }

    /** What replicas that are started from here on are told by their environment. */
    void set(String variable, String value) {
        settings.put(variable, value);
    }

    void unset(String variable) {
        settings.remove(variable);
    }

    /** System properties of replicas that are started from here on, as {@code -Dname=value}. */
    void define(List<String> more) {
        properties.addAll(more);
    }

    /** A further replica, which may not listen yet; or end. */
    ServiceProcess start() {
        var environment = new HashMap<>(settings);
        environment.put("LIFEGUARD_JOURNAL_REPLICA", "replica-" + (services.size() + 1));
        var service = ServiceProcess.start(properties, environment);
        services.add(service);
        return service;
    }

    /** A further replica that listens. */
    ServiceProcess started() {
        var service = start();
        var unused = service.awaitLine("Listening on");
        return service;
    }

    /** The name under which the replica takes leases and signs attempts. */
    String nameOf(ServiceProcess service) {
        return "replica-" + (services.indexOf(service) + 1);
    }

    /** The journal, as its owner. */
    Sql journal() {
        return new Sql(server.jdbcUrl(DATABASE));
    }

    /** Lets all of the service's sessions end, as a change of its role's settings needs. */
    void endSessions() {
        var unused = journal()
                .query("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'");
    }

    /** What a dead replica had received, or one whose answer was lost, comes back soon. */
    private void shortenVisibility() {
        var client = MNSClientBuilder.create()
                .accountEndpoint(cloud.url())
                .region("cn-hangzhou")
                .accessKeyId("test")
                .accessKeySecret("test")
                .build();
        var attributes = new QueueMeta();
        attributes.setQueueName("ecs-events");
        attributes.setVisibilityTimeout(5L);
        client.getQueueRef("ecs-events").setAttributes(attributes);
        client.close();
    }

    private Map<String, String> usual() {
        var url = cloud.url();
        return Map.ofEntries(
                entry("ALIBABA_CLOUD_ACCESS_KEY_ID", "test"),
                entry("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "test"),
                entry("LIFEGUARD_QUEUE_ENDPOINT", url),
                entry("LIFEGUARD_QUEUE_NAMES", "ecs-events"),
                entry("LIFEGUARD_QUEUE_WAIT_TIME", "1s"),
                entry("LIFEGUARD_CLOUD_REGION", "cn-hangzhou"),
                entry("LIFEGUARD_CLOUD_ECS_ENDPOINT", url),
                entry("LIFEGUARD_CLOUD_SLB_ENDPOINT", url),
                entry("LIFEGUARD_CLOUD_PACE_CHANGES", "100000"),
                entry("LIFEGUARD_CLOUD_PACE_READS", "100000"),
                entry("LIFEGUARD_DATABASE_URL", server.reactiveUrl(DATABASE)),
                entry("LIFEGUARD_DATABASE_USERNAME", ROLE),
                entry("LIFEGUARD_DATABASE_PASSWORD", "any"),
                entry("LIFEGUARD_DISPATCH_ATTEMPT_TIMEOUT", "5s"),
                entry("LIFEGUARD_DISPATCH_LEASE", "6s"),
                entry("LIFEGUARD_RESTART_DEBOUNCE", "100ms"),
                entry("LIFEGUARD_RESTART_LOOK_INTERVAL", "500ms"),
                entry("LIFEGUARD_RESTART_BACK_OFF", "200ms"),
                entry("LIFEGUARD_RESTART_ANSWER_PATIENCE", "5s"),
                entry("LIFEGUARD_RESTART_MAX_STARTS", "100"),
                entry("LIFEGUARD_RESTART_MAX_STARTS_PER_DAY", "100"),
                // the tests stop much of what there is
                entry("LIFEGUARD_RESTART_BRAKE_ENABLED", "false"),
                entry("LIFEGUARD_SPOT_DRAIN_TIME", "1s"),
                entry("LIFEGUARD_SPOT_GATHER", "50ms"),
                entry("LIFEGUARD_SPOT_GATHER_EXPECTED", "500ms"),
                entry("LIFEGUARD_FLEET_ENABLED", "false"),
                entry("LIFEGUARD_FLEET_GROUPS_ENABLED", "false"));
    }

    @Override
    public void close() {
        services.forEach(ServiceProcess::close);
        cloud.close();
        server.close();
    }
}
