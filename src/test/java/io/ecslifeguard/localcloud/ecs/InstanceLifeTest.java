package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InstanceLifeTest {

    private final TestCloud cloud = new TestCloud();

    @Test
    void isCreatedAndRunsByItself() {
        // Given
        var id = ((JsonObject) cloud.control("POST", "instances", new JsonObject().put("name", "web-1")))
                .getString("id");
        var first = cloud.instance(id).getString("Status");

        // When
        cloud.pass(1);
        var second = cloud.instance(id).getString("Status");
        cloud.pass(1);

        // Then
        assertThat(first).isEqualTo("Pending");
        assertThat(second).isEqualTo("Starting");
        assertThat(cloud.instance(id).getString("Status")).isEqualTo("Running");
        assertThat(cloud.told(id)).containsExactly("Created", "Starting", "Running");
    }

    @Test
    void stopsAndStartsAgain() {
        // Given
        var id = cloud.running("web-1", false);

        // When
        cloud.doEcs("StopInstance", "InstanceId", id, "StoppedMode", "StopCharging");
        var stopping = cloud.instance(id);
        cloud.pass(1);
        var stopped = cloud.instance(id);
        cloud.doEcs("StartInstance", "InstanceId", id);
        var starting = cloud.instance(id);
        cloud.pass(1);

        // Then
        assertThat(stopping.getString("Status")).isEqualTo("Stopping");
        assertThat(stopping.getString("StoppedMode")).isEqualTo("Not-applicable");
        assertThat(stopped.getString("Status")).isEqualTo("Stopped");
        assertThat(stopped.getString("StoppedMode")).isEqualTo("StopCharging");
        assertThat(starting.getString("Status")).isEqualTo("Starting");
        assertThat(cloud.instance(id).getString("Status")).isEqualTo("Running");
        assertThat(cloud.told(id)).containsExactly("Stopping", "Stopped", "Starting", "Running");
    }

    @Test
    void tellsNoStopOfARebootUnlessToldTo() {
        // Given
        var id = cloud.running("web-1", false);

        // When
        cloud.doEcs("RebootInstance", "InstanceId", id);
        cloud.pass(2);

        // Then
        assertThat(cloud.told(id)).containsExactly("Stopping", "Starting", "Running");
    }

    @Test
    void isReleasedOnceItIsStopped() {
        // Given
        var id = cloud.running("web-1", false);

        // When
        var refused = cloud.refusal(() -> cloud.doEcs("DeleteInstance", "InstanceId", id));
        cloud.doEcs("DeleteInstance", "InstanceId", id, "Force", "true");
        cloud.pass(2);

        // Then
        assertThat(refused).isEqualTo("403 IncorrectInstanceStatus");
        assertThat(cloud.told(id)).containsExactly("Stopping", "Stopped", "Deleted");
        assertThat(cloud.ecs("DescribeInstances", "InstanceIds", "[\"" + id + "\"]")
                        .getInteger("TotalCount"))
                .isZero();
        assertThat(cloud.refusal(() -> cloud.doEcs("DescribeInstanceAttribute", "InstanceId", id)))
                .isEqualTo("404 InvalidInstanceId.NotFound");
    }

    @Test
    void aStopOvertakesAStart() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.doEcs("StopInstance", "InstanceId", id);
        cloud.pass(1);
        cloud.doEcs("StartInstance", "InstanceId", id);

        // When
        cloud.post("instances/web-1/stop", new JsonObject());
        cloud.pass(5);

        // Then
        assertThat(cloud.told(id)).containsExactly("Stopping", "Stopped", "Starting", "Stopping", "Stopped");
    }

    @Test
    void isReclaimedWithNoticeLockAndRelease() {
        // Given
        var id = cloud.running("spot-1", true);
        cloud.doSlb("CreateLoadBalancer", "LoadBalancerName", "lb");
        cloud.post("groups", new JsonObject().put("loadBalancer", "lb").put("name", "g"));
        cloud.post("groups/g/backends", new JsonObject().put("server", "spot-1"));

        // When
        cloud.post("instances/spot-1/interrupt", new JsonObject().put("noticeSeconds", 300));
        cloud.pass(239);
        var warned = cloud.instance(id);
        cloud.pass(2);
        var locked = cloud.instance(id);
        var backends = ((JsonObject) cloud.control("GET", "groups/g", new JsonObject())).getJsonArray("backends");
        var refused = cloud.refusal(() -> cloud.doEcs("StartInstance", "InstanceId", id));
        cloud.pass(59);

        // Then
        assertThat(warned.getString("Status")).isEqualTo("Running");
        assertThat(warned.getJsonObject("OperationLocks").getJsonArray("LockReason"))
                .isEmpty();
        assertThat(locked.getString("Status")).isEqualTo("Stopped");
        assertThat(locked.getJsonObject("OperationLocks")
                        .getJsonArray("LockReason")
                        .getJsonObject(0)
                        .getString("LockReason"))
                .isEqualTo("Recycling");
        assertThat(backends).hasSize(1);
        assertThat(refused).isEqualTo("403 IncorrectInstanceStatus");
        assertThat(cloud.instance(id)).isNull();
        assertThat(((JsonObject) cloud.control("GET", "groups/g", new JsonObject())).getJsonArray("backends"))
                .isEmpty();
        assertThat(cloud.told(id)).containsExactly("delete", "Stopping", "Stopped", "Deleted");
    }

    @Test
    void isOnlyStoppedWhereItsInterruptionBehaviorSaysSo() {
        // Given
        cloud.post(
                "instances",
                new JsonObject()
                        .put("name", "s")
                        .put("spot", true)
                        .put("parameters", new JsonObject().put("SpotInterruptionBehavior", "Stop")));
        cloud.pass(2);
        var id = ((JsonObject) cloud.control("GET", "instances/s", new JsonObject())).getString("id");

        // When
        cloud.post(
                "instances/s/interrupt", new JsonObject().put("action", "stop").put("noticeSeconds", 10));
        cloud.pass(600);

        // Then
        var stopped = cloud.instance(id);
        assertThat(stopped.getString("Status")).isEqualTo("Stopped");
        assertThat(stopped.getString("StoppedMode")).isEqualTo("StopCharging");
        assertThat(stopped.getJsonObject("OperationLocks").getJsonArray("LockReason"))
                .isEmpty();
    }

    @Test
    void doesNotInterruptTwiceNorWhatIsNotSpot() {
        // Given
        var spot = cloud.running("spot-1", true);
        cloud.post("instances", new JsonObject().put("name", "web-1"));
        cloud.post("instances/spot-1/interrupt", new JsonObject());

        // When
        var twice = cloud.refusal(() -> cloud.post("instances/" + spot + "/interrupt", new JsonObject()));
        var notSpot = cloud.refusal(() -> cloud.post("instances/web-1/interrupt", new JsonObject()));

        // Then
        assertThat(twice).isEqualTo("409 Interrupted");
        assertThat(notSpot).isEqualTo("409 NotSpot");
    }

    @Test
    void startsSeveralAllTogetherOrNone() {
        // Given
        var stopped = cloud.running("a", false);
        var running = cloud.running("b", false);
        cloud.doEcs("StopInstance", "InstanceId", stopped);
        cloud.pass(1);

        // When
        var refused =
                cloud.refusal(() -> cloud.doEcs("StartInstances", "InstanceId.1", stopped, "InstanceId.2", running));
        var after = cloud.instance(stopped).getString("Status");
        var items = cloud.ecs(
                        "StartInstances",
                        "InstanceId.1",
                        stopped,
                        "InstanceId.2",
                        running,
                        "InstanceId.3",
                        "i-no",
                        "BatchOptimization",
                        "SuccessFirst")
                .getJsonObject("InstanceResponses")
                .getJsonArray("InstanceResponse");

        // Then
        assertThat(refused).isEqualTo("403 IncorrectInstanceStatus");
        assertThat(after).isEqualTo("Stopped");
        assertThat(items.getJsonObject(0).getString("Code")).isEqualTo("200");
        assertThat(items.getJsonObject(0).getString("PreviousStatus")).isEqualTo("Stopped");
        assertThat(items.getJsonObject(0).getString("CurrentStatus")).isEqualTo("Starting");
        assertThat(items.getJsonObject(1).getString("Code")).isEqualTo("IncorrectInstanceStatus");
        assertThat(items.getJsonObject(2).getString("Code")).isEqualTo("InvalidInstanceId.NotFound");
    }

    @Test
    void seedsWithoutEvents() {
        // Given
        var size = 120;

        // When
        cloud.seed(String.valueOf(size));
        cloud.time.pass(Duration.ofMinutes(1));

        // Then
        assertThat(cloud.bodies).isEmpty();
        assertThat(cloud.ecs("DescribeInstances", "Status", "Running").getInteger("TotalCount"))
                .isEqualTo(120);
        var groups = (JsonArray) cloud.control("GET", "groups", new JsonObject());
        assertThat(groups.stream()
                        .mapToInt(group ->
                                ((JsonObject) group).getJsonArray("backends").size()))
                .containsExactly(50, 50, 20);
    }

    @Test
    void seedsADemoWithSpotInstancesAndOneThatNobodyTagged() {
        // Given
        cloud.seed("demo");

        // When
        var instances = (JsonArray) cloud.control("GET", "instances", new JsonObject());
        var balancers = (JsonArray) cloud.control("GET", "loadbalancers", new JsonObject());

        // Then
        assertThat(instances.stream().map(it -> (JsonObject) it).filter(it -> it.getBoolean("spot")))
                .hasSize(3);
        assertThat(instances.stream()
                        .map(it -> (JsonObject) it)
                        .filter(it -> it.getJsonObject("tags").isEmpty()))
                .hasSize(1);
        assertThat(balancers).hasSize(2);
    }
}
