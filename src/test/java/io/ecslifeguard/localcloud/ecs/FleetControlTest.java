package io.ecslifeguard.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetControlTest {

    private final TestCloud cloud = new TestCloud();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | instances/none            | {}                          | 404 NotFound",
                "DELETE | instances                 | {}                          | 404 NotFound",
                "POST   | instances/web-1/dance     | {}                          | 404 NotFound",
                "POST   | instances                 | {\"zone\":\"moon\"}         | 400 BadRequest",
                "POST   | instances                 | {\"spot\":\"yes\"}           | 400 BadRequest",
                "POST   | instances/web-1/start     | {}                          | 409 WrongState",
                "POST   | instances/web-1/interrupt | {}                          | 409 NotSpot",
                "POST   | instances/spot/interrupt  | {\"noticeSeconds\":-1}      | 400 BadRequest",
                "PUT    | settings                  | {\"speed\":1}               | 400 BadRequest",
                "PUT    | settings                  | {\"startingSeconds\":-1}    | 400 BadRequest",
                "PUT    | settings                  | {\"startingSeconds\":\"x\"} | 400 BadRequest",
                "PUT    | settings                  | {\"envelope\":\"letter\"}   | 400 BadRequest",
                "PUT    | settings                  | {\"maxInstances\":0}        | 400 BadRequest",
                "POST   | events                    | {}                          | 400 BadRequest",
                "POST   | events                    | {\"name\":\"n\",\"time\":\"soon\"} | 400 BadRequest",
                "DELETE | stock/x                   | {}                          | 404 NotFound",
                "POST   | stock                     | {\"spotPrice\":1}           | 400 InvalidInstanceType.ValueNotSupported",
                "POST   | groups                    | {\"loadBalancer\":\"x\"}    | 404 NotFound",
                "POST   | groups/x/backends         | {\"server\":\"web-1\"}      | 404 NotFound",
                "POST   | loadbalancers/lb/backends | {}                          | 400 BadRequest",
                "POST   | loadbalancers/lb/backends | {\"server\":\"none\"}       | 404 NotFound",
                "POST   | templates/x               | {}                          | 404 NotFound",
            })
    void refusesWhatMakesNoSense(String method, String path, String body, String error) {
        // Given
        cloud.run("web-1", false);
        cloud.run("spot", true);
        cloud.post("loadbalancers", new JsonObject().put("name", "lb"));

        // When
        var refusal = cloud.refusal(() -> cloud.act(method, path, new JsonObject(body)));

        // Then
        assertThat(refusal).isEqualTo(error);
    }

    @Test
    void changesOnlyTheSettingsGiven() {
        // Given
        var before = (JsonObject) cloud.control("GET", "settings", new JsonObject());

        // When
        cloud.set(new JsonObject().put("stoppingSeconds", 0.5).put("envelope", "cloud-event"));

        // Then
        assertThat(cloud.control("GET", "settings", new JsonObject()))
                .isEqualTo(before.copy().put("stoppingSeconds", 0.5).put("envelope", "cloud-event"));
    }

    @Test
    void takesTheDelaysThatAreSet() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.set(new JsonObject().put("stoppingSeconds", 5).put("rebootTellsStopped", true));

        // When
        cloud.post("instances/web-1/reboot", new JsonObject());
        cloud.pass(4);
        var early = cloud.told(id);
        cloud.pass(2);

        // Then
        assertThat(early).containsExactly("Stopping");
        assertThat(cloud.told(id)).containsExactly("Stopping", "Stopped", "Starting", "Running");
    }

    @Test
    void reclaimsAnInstanceThatIsBeingRebooted() {
        // Given
        var id = cloud.running("spot", true);
        cloud.set(new JsonObject().put("stoppingSeconds", 5));
        cloud.post(
                "instances/spot/interrupt",
                new JsonObject().put("noticeSeconds", 60).put("stopSeconds", 2));
        cloud.doEcs("RebootInstance", "InstanceId", id);

        // When
        cloud.pass(20);

        // Then
        assertThat(cloud.instance(id).getString("Status")).isEqualTo("Stopped");
        assertThat(cloud.told(id)).containsExactly("delete", "Stopping", "Stopped");
    }

    @Test
    void reclaimsAllSpotInstancesOfATypeAndZoneAtOnce() {
        // Given
        var small = new JsonObject().put("spot", true).put("type", "ecs.g7.large");
        var pool = List.of(
                created(small.copy().put("zone", "cn-hangzhou-h")),
                created(small.copy().put("zone", "cn-hangzhou-h")));
        var others = List.of(
                created(small.copy().put("zone", "cn-hangzhou-i")),
                created(small.copy().put("zone", "cn-hangzhou-h").put("type", "ecs.g7.xlarge")),
                created(small.copy().put("zone", "cn-hangzhou-h").put("spot", false)));
        cloud.pass(3);

        // When
        var answer = cloud.control(
                "POST",
                "instances/interrupt",
                new JsonObject().put("type", "ecs.g7.large").put("zone", "cn-hangzhou-h"));
        cloud.pass(301);

        // Then
        assertThat(answer).isEqualTo(new JsonObject().put("interrupted", 2));
        assertThat(pool).allSatisfy(one -> assertThat(cloud.instance(one)).isNull());
        assertThat(others)
                .allSatisfy(one ->
                        assertThat(cloud.instance(one).getString("Status")).isEqualTo("Running"));
    }

    private String created(JsonObject order) {
        return ((JsonObject) cloud.control("POST", "instances", order)).getString("id");
    }

    @Test
    void doesNotStartWhatIsBeingReleased() {
        // Given
        var id = cloud.running("web-1", false);
        cloud.doEcs("StopInstance", "InstanceId", id);
        cloud.pass(1);
        cloud.doEcs("DeleteInstance", "InstanceId", id);

        // When
        var refusal = cloud.refusal(() -> cloud.doEcs("StartInstance", "InstanceId", id));
        cloud.doEcs("DeleteInstance", "InstanceId", id);
        cloud.pass(1);

        // Then
        assertThat(refusal).isEqualTo("403 IncorrectInstanceStatus");
        assertThat(cloud.instance(id)).isNull();
    }

    @Test
    void setsAndRemovesTagsAndLocks() {
        // Given
        cloud.post(
                "instances",
                new JsonObject()
                        .put("name", "x")
                        .put("tags", new JsonObject().put("acs:autoscaling:scalingGroupId", "asg")));
        cloud.post("instances/x/lock", new JsonObject().put("reason", "financial"));
        var locked = (JsonObject) cloud.control("GET", "instances/x", new JsonObject());

        // When
        cloud.post("instances/x/lock", new JsonObject());
        cloud.post("instances/x/tags", new JsonObject().put("a", "b").putNull("acs:autoscaling:scalingGroupId"));

        // Then
        var free = (JsonObject) cloud.control("GET", "instances/x", new JsonObject());
        assertThat(locked.getJsonArray("locks")).containsExactly("financial");
        assertThat(locked.getJsonObject("tags").getString("acs:autoscaling:scalingGroupId"))
                .isEqualTo("asg");
        assertThat(free.getJsonArray("locks")).isEmpty();
        assertThat(free.getJsonObject("tags")).isEqualTo(new JsonObject().put("a", "b"));
    }

    @Test
    void deletesOneStockRuleOrAll() {
        // Given
        var first = ((JsonObject) cloud.control("POST", "stock", new JsonObject().put("type", "ecs.g7.large")))
                .getString("id");
        cloud.post("stock", new JsonObject().put("zone", "cn-hangzhou-h"));

        // When
        cloud.act("DELETE", "stock/" + first, new JsonObject());
        var one = ((JsonObject) cloud.control("GET", "stock", new JsonObject()))
                .getJsonArray("rules")
                .size();
        cloud.act("DELETE", "stock", new JsonObject());

        // Then
        assertThat(one).isEqualTo(1);
        assertThat(((JsonObject) cloud.control("GET", "stock", new JsonObject())).getJsonArray("rules"))
                .isEmpty();
    }

    @Test
    void seedsNothingOrSaysWhatItKnows() {
        // Given
        cloud.seed("none");

        // When
        var count = cloud.ecs("DescribeInstances").getInteger("TotalCount");

        // Then
        assertThat(count).isZero();
        assertThatThrownBy(() -> cloud.seed("many")).hasMessageContaining("none, demo, or a number");
    }

    @Test
    void listsItsParts() {
        // Given
        var parts = List.of("loadbalancers", "groups", "instances", "stock", "settings", "templates");

        // When
        var answers = parts.stream()
                .map(part -> cloud.control("GET", part, new JsonObject()))
                .toList();

        // Then
        assertThat(answers).doesNotContainNull().hasSize(6);
    }
}
